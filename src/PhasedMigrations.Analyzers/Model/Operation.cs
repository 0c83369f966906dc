namespace PhasedMigrations.Model;

/// <summary>One schema change as the user wrote it, whatever the front end. A null table or name could not be resolved from the source.</summary>
internal abstract record Operation;

internal sealed record CreateTable(TableName? Table) : Operation
{
    /// <summary>The columns that refuse NULL, as far as the front end tells.</summary>
    public IReadOnlyCollection<string> RequiredColumns { get; init; } = [];
}

internal sealed record DropTable(TableName? Table) : Operation;

internal sealed record RenameTable(TableName? Table, TableName? NewTable) : Operation;

/// <param name="IsValueGenerated">The server computes the value of every row: generated, identity or serial column.</param>
/// <param name="IsVirtual">A generated column that is computed when it is read (PostgreSQL 18), so that rows stay as they are.</param>
internal sealed record AddColumn(
    TableName? Table,
    string? Column,
    bool IsRequired,
    ColumnDefault Default,
    bool IsValueGenerated,
    bool IsVirtual = false) : Operation;

/// <param name="BecomesRequired">The column accepted NULL before and does not after.</param>
internal sealed record AlterColumn(
    TableName? Table,
    string? Column,
    bool BecomesRequired,
    ColumnDefault Default) : Operation
{
    /// <summary>Whether the column refuses NULL afterwards; null when the source does not fix it.</summary>
    public bool? IsRequired { get; init; }
}

internal sealed record CreateIndex(
    TableName? Table,
    string? Name,
    bool IsUnique,
    bool IsConcurrent) : Operation;

internal sealed record AddForeignKey(
    TableName? Table,
    string? Name,
    TableName? PrincipalTable) : Operation;
