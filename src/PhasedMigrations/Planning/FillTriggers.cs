using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>Which fill trigger an operation needs.</summary>
internal static class FillTriggers
{
    public static FillTrigger For(string migration, AddRequiredColumnOperation operation) =>
        new(migration, operation.Schema, operation.Table, operation.Column, [new(operation.ExistingRows, Where: null, IsDefault: false)]);

    /// <summary>The trigger of the SetNotNull at <paramref name="index"/>, or null when no earlier backfill of the definition assigns its column.</summary>
    public static FillTrigger? For(string migration, PhasedDefinition definition, int index)
    {
        var notNull = (SetNotNullOperation)definition.Operations[index];
        if (definition.Operations.Take(index).OfType<TransformOperation>().FirstOrDefault(
            transform => notNull.IsOnSameTable(transform) && transform.Write.Contains(notNull.Column)) is { } computed)
            throw new InvalidDefinitionException(
                $"SetNotNull of {OperationDescription.Table(notNull)}.{notNull.Column} cannot follow the transform {computed.Transform} in one phased migration: no "
                + "trigger can run C#, so the server would refuse the rows that running code writes without the column. Let the application write the column, run "
                + "the transform, and put SetNotNull into a phased migration of its own that is applied when no old code runs any more.");
        FillRule[] rules =
        [
            .. definition.Operations.Take(index).OfType<BackfillOperation>()
                .Where(notNull.IsOnSameTable)
                .SelectMany(backfill => SetClause.Parse(backfill.Set)
                    .Where(assignment => assignment.Column == notNull.Column)
                    .Select(assignment => new FillRule(assignment.Expression, backfill.Where, assignment.IsDefault))),
        ];
        if (rules.Any(rule => rule.IsDefault))
            throw new InvalidDefinitionException(
                $"SetNotNull of {OperationDescription.Table(notNull)}.{notNull.Column} needs the backfill's value in a trigger, where DEFAULT cannot stand; "
                + "write the expression of the default instead.");
        return rules.Length == 0 ? null : new(migration, notNull.Schema, notNull.Table, notNull.Column, rules);
    }
}
