using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <param name="Name">Null also when the server is to choose one: see <see cref="IsNamed"/>.</param>
internal sealed record CreateIndexStatement(SqlSpan Span, string? Name, TableName? Table) : SqlStatement(Span)
{
    public bool IsNamed { get; init; }

    public bool IsUnique { get; init; }

    public bool IsConcurrent { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>ON ONLY: the partitions get no index.</summary>
    public bool IsOnly { get; init; }

    /// <summary>btree when nothing is written.</summary>
    public string? Method { get; init; }

    public IReadOnlyList<IndexElement> Elements { get; init; } = [];

    public IReadOnlyList<IndexElement> Included { get; init; } = [];

    /// <summary>The condition of a partial index.</summary>
    public SqlExpression? Predicate { get; init; }
}

/// <param name="Column">Null when the index is over an expression.</param>
internal sealed record IndexElement(string? Column, SqlExpression Expression);

/// <param name="Kind">Table, Index, Schema, Database, or Other for SYSTEM.</param>
internal sealed record ReindexStatement(SqlSpan Span, ObjectKind Kind, TableName? Name, bool IsConcurrent) : SqlStatement(Span);
