using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules.Constraints;

internal sealed class ValidatedUnderLock : Rule<ValidateConstraint>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ValidatedUnderLock;

    protected override void Check(ValidateConstraint operation, RuleContext context)
    {
        if (operation.Table is not { } table || !context.IsLive(table))
            return;

        var held = context.EarlierLocks().Where(held => held.Mode.BlocksWrites() && held.Table is { } locked && locked.MayBe(table)).ToList();
        if (held.Count > 0)
        {
            context.Report(
                Wording.Named("constraint", operation.Name), Wording.Table(table), Wording.Blocked(held.Max(held => held.Mode)));
        }
    }
}
