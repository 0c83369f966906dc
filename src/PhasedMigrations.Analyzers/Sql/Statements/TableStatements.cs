using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>CREATE TABLE in all its forms, foreign tables included.</summary>
internal sealed record CreateTableStatement(SqlSpan Span, TableName? Table) : SqlStatement(Span)
{
    public bool IsForeign { get; init; }

    /// <summary>Only this session sees the table.</summary>
    public bool IsTemporary { get; init; }

    public bool IsUnlogged { get; init; }

    public bool IfNotExists { get; init; }

    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    public IReadOnlyList<SqlConstraint> Constraints { get; init; } = [];

    /// <summary>The tables whose columns are copied (LIKE).</summary>
    public IReadOnlyList<TableName?> Likes { get; init; } = [];

    /// <summary>The tables whose columns are inherited (INHERITS).</summary>
    public IReadOnlyList<TableName?> Parents { get; init; } = [];

    /// <summary>PARTITION OF: the table is born as a partition, which locks its parent.</summary>
    public PartitionParent? PartitionOf { get; init; }

    /// <summary>PARTITION BY.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>CREATE TABLE … AS: filled by the query.</summary>
    public SqlExpression? Query { get; init; }
}

/// <param name="Bounds">FOR VALUES … or DEFAULT.</param>
internal sealed record PartitionParent(TableName? Table, SqlExpression Bounds);

internal sealed record ColumnDefinition(SqlSpan Span, string? Name, SqlTypeName? Type, IReadOnlyList<SqlConstraint> Constraints);
