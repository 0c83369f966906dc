using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules.Indexes;

/// <summary>
/// What runs outside the migration's transaction commits by itself, and EF Core commits what stood before it first. When something
/// fails after that, the migration is half applied and not recorded: it runs again from its beginning and fails at what is done.
/// </summary>
internal sealed class NonTransactionalShared : Rule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NonTransactionalShared;

    public override void Check(Operation operation, RuleContext context)
    {
        var current = context.Current;
        if (IsOutside(current, context.Kind) && !context.Before().Any(earlier => AreOne(earlier, current)) && IsInTheWay(context))
            context.Report(TransactionRefusal.CommandOf(operation) ?? "SQL with suppressTransaction");
    }

    private static bool IsOutside(LocatedOperation located, UnitKind kind) => kind switch
    {
        UnitKind.EntityFrameworkCore => located.Transaction.Origin != TransactionOrigin.Migration && !IsSession(located.Operation),
        UnitKind.FluentMigrator => !located.Transaction.IsOpen && TransactionRefusal.CommandOf(located.Operation) is not null,
        _ => false,
    };

    /// <summary>They succeed or fail together.</summary>
    private static bool AreOne(LocatedOperation left, LocatedOperation right) =>
        left.Statement == right.Statement || (left.Transaction.IsOpen && left.Transaction.Number == right.Transaction.Number);

    /// <summary>Something before it cannot run again; or it cannot itself, and something that may fail comes after it.</summary>
    private static bool IsInTheWay(RuleContext context)
    {
        var unit = context.Unit;
        for (var i = 0; i < context.Index; i++)
        {
            if (!RunsAgain(unit, i))
                return true;
        }

        if (RunsAgain(unit, context.Index))
            return false;
        var later = unit.Skip(context.Index + 1).Where(other => !AreOne(context.Current, other) && !IsSession(other.Operation)).ToList();
        // The next one outside speaks for both.
        return later.Count > 0 && !later.Any(other => IsOutside(other, context.Kind));
    }

    private static bool RunsAgain(IReadOnlyList<LocatedOperation> unit, int index) => unit[index].IsRepeatable || unit[index].Operation switch
    {
        CreateIndex { IsConcurrent: true, Name: { } name } => unit.Take(index).Any(earlier => earlier.IsRepeatable && Drops(earlier.Operation, name)),
        ChangeRows { Change: RowChange.Delete } or ChangeRows { Change: RowChange.Update, IsRestricted: true } => true,
        NonTransactionalCommand command => command.Command.IndexOf("DATABASE", StringComparison.Ordinal) < 0,
        AlterColumn or ChangeColumnDefault or ValidateConstraint or Reindex or RefreshMaterializedView or TruncateTable or RewriteTable => true,
        var operation => IsSession(operation),
    };

    private static bool Drops(Operation operation, string index) =>
        operation is DropIndex { Indexes: var dropped } && dropped.Any(name => name?.Name == index);

    private static bool IsSession(Operation operation) => operation is ChangeSetting or EndOrBeginTransaction or LockTable;
}
