namespace PhasedMigrations.Model;

/// <summary>CREATE INDEX … ON ONLY: the partitions get no index, so that nothing is built on a partitioned table.</summary>
internal sealed record CreateIndexOnParent(TableName? Table, string? Name) : Operation
{
    /// <inheritdoc cref="CreateIndex.Columns"/>
    public ValueList<string?> Columns { get; init; } = [];
}

/// <summary>A concurrent build over an invalid leftover of the same name reports success and leaves it invalid.</summary>
internal sealed record CreateIndexUnlessExists(TableName? Table, string? Name) : Operation;

/// <summary>One DROP INDEX.</summary>
/// <param name="Indexes">The concurrent form takes one only.</param>
internal sealed record DropIndex(ValueList<TableName?> Indexes, bool IsConcurrent, bool IsCascade) : Operation;

internal sealed record RenameIndex(TableName? Index, string? NewName) : Operation;

/// <param name="Table">Null for an index, a schema, a database.</param>
/// <param name="Index">Null for anything but an index.</param>
internal sealed record Reindex(TableName? Table, TableName? Index, bool IsConcurrent) : Operation;
