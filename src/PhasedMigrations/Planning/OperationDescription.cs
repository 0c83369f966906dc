using PhasedMigrations.Operations;

namespace PhasedMigrations.Planning;

/// <summary>An operation in words, for comments, plans and messages.</summary>
internal static class OperationDescription
{
    public static string Of(PhasedOperation operation) => operation switch
    {
        BackfillOperation backfill => $"backfill {Table(operation)}: {backfill.Set}",
        AddRequiredColumnOperation column => $"add required column {Table(operation)}.{column.Column}",
        SetNotNullOperation column => $"require {Table(operation)}.{column.Column}",
        CreateIndexOperation index => $"create {(index.Unique ? "unique index" : "index")} {index.Name} on {Table(operation)}",
        AddForeignKeyOperation key => $"add foreign key {key.Name} on {Table(operation)}",
        DeleteRowsOperation { ArchiveInto: { } archive } => $"move rows of {Table(operation)} to {archive}",
        DeleteRowsOperation => $"delete rows of {Table(operation)}",
        CopyRowsOperation copy => $"copy rows of {Table(operation)} to {copy.To}",
        TransformOperation transform => $"transform {Table(operation)} ({string.Join(", ", transform.Write)}) by {transform.Transform}",
        _ => operation.GetType().Name,
    };

    public static string Table(PhasedOperation operation) => operation.Schema is null ? operation.Table : $"{operation.Schema}.{operation.Table}";
}
