using PhasedMigrations.Operations;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>Operation → statements by phase. Pure.</summary>
internal static class OperationScripts
{
    public static IReadOnlyList<OperationScript> For(string migration, PhasedDefinition definition) =>
        [.. definition.Operations.Select((_, i) => For(migration, definition, i))];

    public static OperationScript For(string migration, PhasedDefinition definition, int index) => definition.Operations[index] switch
    {
        BackfillOperation or TransformOperation => new([], [], [], [], HasMigratePhase: true),
        AddRequiredColumnOperation column => RequiredColumn(migration, column),
        SetNotNullOperation notNull => NotNull(notNull, FillTriggers.For(migration, definition, index)),
        CreateIndexOperation key => new([IndexText.Create(key, concurrently: false)], [], [], [IndexText.Drop(key, concurrently: false)], HasMigratePhase: true),
        AddForeignKeyOperation key => new(
            [ForeignKeyText.Add(key, notValid: false)],
            [ForeignKeyText.Add(key, notValid: true)],
            [],
            [$"ALTER TABLE IF EXISTS {Table(key)} DROP CONSTRAINT IF EXISTS {Quote.Identifier(key.Name)}"],
            HasMigratePhase: true),
        // On an empty table the plain statement does nothing, but the server reads it.
        DeleteRowsOperation delete => new([$"DELETE FROM {Table(delete)} WHERE ({delete.Where}\n)"], [], [], [], HasMigratePhase: true),
        CopyRowsOperation copy => Copy(new(migration, new(copy)), copy),
        var other => throw new InvalidDefinitionException($"The operation {other.GetType().Name} is not known to this version."),
    };

    private static OperationScript RequiredColumn(string migration, AddRequiredColumnOperation operation)
    {
        var column = Quote.Identifier(operation.Column);
        var collation = operation.Collation is null ? "" : $" COLLATE {Quote.Identifier(operation.Collation)}";
        var add = $"ALTER TABLE {Table(operation)} ADD COLUMN {column} {operation.Type}{collation}";
        IReadOnlyList<string> comment = operation.Comment is null
            ? []
            : [$"COMMENT ON COLUMN {Table(operation)}.{column} IS {Quote.Literal(operation.Comment)}"];
        var alter = $"ALTER TABLE {Table(operation)} ALTER COLUMN {column}";
        var drop = $"ALTER TABLE IF EXISTS {Table(operation)} DROP COLUMN IF EXISTS {column}";
        string[] direct = [$"{add} NOT NULL{(operation.DefaultValueSql is { } sql ? $" DEFAULT {sql}" : "")}", .. comment];

        if (ConstantExpression.IsLiteral(operation.ExistingRows))
            return new(
                direct,
                [$"{add} NOT NULL DEFAULT {operation.ExistingRows}", .. comment],
                operation.DefaultValueSql == operation.ExistingRows
                    ? []
                    : [operation.DefaultValueSql is { } wanted ? $"{alter} SET DEFAULT {wanted}" : $"{alter} DROP DEFAULT"],
                [drop],
                HasMigratePhase: false);

        var trigger = FillTriggers.For(migration, operation);
        string[] defaultAtEnd = operation.DefaultValueSql is { } later ? [$"{alter} SET DEFAULT {later}"] : [];
        return new(
            direct,
            [add, .. comment, .. trigger.Create()],
            [.. Enforce(operation, operation.Column), .. trigger.Drop(), .. defaultAtEnd],
            [.. trigger.Drop(), drop],
            HasMigratePhase: true);
    }

    private static OperationScript NotNull(SetNotNullOperation operation, FillTrigger? trigger)
    {
        var column = Quote.Identifier(operation.Column);
        var check = Quote.Identifier(ObjectNames.NotNullCheck(operation.Table, operation.Column));
        return new(
            [$"ALTER TABLE {Table(operation)} ALTER COLUMN {column} SET NOT NULL"],
            trigger?.Create() ?? [],
            trigger is null ? [] : [.. Enforce(operation, operation.Column), .. trigger.Drop()],
            [
                $"ALTER TABLE IF EXISTS {Table(operation)} DROP CONSTRAINT IF EXISTS {check}",
                .. trigger?.Drop() ?? [],
                $"ALTER TABLE IF EXISTS {Table(operation)} ALTER COLUMN {column} DROP NOT NULL",
            ],
            HasMigratePhase: true,
            HoldsWhenNotNull: operation.Column);
    }

    // What was copied stays when it is undone: it is the migration's own table that is dropped, or somebody else's that was there before.
    private static OperationScript Copy(SyncTrigger trigger, CopyRowsOperation copy) => new(
        [new CopyWork(trigger.Mapping, Quote.Qualified(copy.ToSchema, copy.To)).Batch(Table(copy), range: null).AsStatement],
        trigger.Create(),
        trigger.Drop(),
        trigger.Drop(),
        HasMigratePhase: true);

    /// <summary>
    /// SET NOT NULL and then the drop of the check that proves it. Two statements, because one ALTER TABLE drops first and would scan the
    /// table under its exclusive lock (tablecmds.c: AT_PASS_DROP comes before AT_PASS_COL_ATTRS).
    /// </summary>
    public static IReadOnlyList<string> Enforce(PhasedOperation operation, string column) =>
    [
        $"ALTER TABLE {Table(operation)} ALTER COLUMN {Quote.Identifier(column)} SET NOT NULL",
        $"ALTER TABLE {Table(operation)} DROP CONSTRAINT IF EXISTS {Quote.Identifier(ObjectNames.NotNullCheck(operation.Table, column))}",
    ];

    private static string Table(PhasedOperation operation) => Quote.Qualified(operation.Schema, operation.Table);
}
