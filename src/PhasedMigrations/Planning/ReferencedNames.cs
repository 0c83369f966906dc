using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>A table, and a column of it or none, that must exist before the operation.</summary>
internal readonly record struct ReferencedName(string? Schema, string Table, string? Column);

internal static class ReferencedNames
{
    public static IEnumerable<ReferencedName> Of(PhasedOperation operation) => operation switch
    {
        BackfillOperation backfill => Names(operation, SetClause.Parse(backfill.Set).Select(a => a.Column)),
        TransformOperation transform => Names(operation, transform.Read.Concat(transform.Write)),
        SetNotNullOperation notNull => Names(operation, [notNull.Column]),
        CreateIndexOperation index => Names(operation, [.. index.Columns, .. index.Include ?? []]),
        AddForeignKeyOperation key => Names(operation, key.Columns)
            .Concat(key.PrincipalColumns is { Count: > 0 } principal
                ? principal.Select(column => new ReferencedName(key.PrincipalSchema, key.PrincipalTable, column))
                : [new(key.PrincipalSchema, key.PrincipalTable, null)]),
        DeleteRowsOperation { ArchiveInto: { } archive } delete =>
            [new(operation.Schema, operation.Table, null), new(delete.ArchiveSchema, archive, null)],
        CopyRowsOperation copy => SetClause.Parse(copy.Set).Select(a => new ReferencedName(copy.ToSchema, copy.To, a.Column))
            .Append(new(operation.Schema, operation.Table, null))
            .Concat(Names(operation, new CopyMapping(copy).SourceKey)),
        _ => [new(operation.Schema, operation.Table, null)],
    };

    private static IEnumerable<ReferencedName> Names(PhasedOperation operation, IEnumerable<string> columns) =>
        columns.Select(column => new ReferencedName(operation.Schema, operation.Table, column));
}
