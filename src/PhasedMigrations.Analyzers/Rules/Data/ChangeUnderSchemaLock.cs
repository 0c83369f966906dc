using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules.Data;

internal sealed class ChangeUnderSchemaLock : Rule<ChangeRows>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ChangeUnderSchemaLock;

    /// <summary>Rows that are copied into a new table lock nobody out; the locks of the statements before do.</summary>
    protected override void Check(ChangeRows operation, RuleContext context)
    {
        var isLong = operation.Change == RowChange.Insert
            ? !operation.IsRestricted && !RowChanges.IsBound(operation)
            : context.IsLive(operation.Table) && RowChanges.IsUnbatched(operation, context);
        if (!isLong || context.EarlierLocks().Where(held => held.Mode.BlocksWrites()).ToList() is not { Count: > 0 } held)
            return;

        var strongest = held.OrderByDescending(held => held.Mode).ThenByDescending(held => held.Table == operation.Table).First();
        context.Report(RowChanges.Sentence(operation), Wording.Table(strongest.Table, "another table"), Wording.Blocked(strongest.Mode));
    }
}
