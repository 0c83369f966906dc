using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>A statement that writes rows, or a query. Its WITH clause may hold more of them, which run first.</summary>
internal abstract record DataStatement(SqlSpan Span) : SqlStatement(Span)
{
    /// <summary>The INSERT, UPDATE, DELETE and MERGE statements of the WITH clause.</summary>
    public IReadOnlyList<SqlStatement> CommonTables { get; init; } = [];

    /// <summary>A LIMIT or FETCH FIRST stands somewhere in the statement: it was written to work on a batch.</summary>
    public bool LimitsRows { get; init; }
}

/// <summary>SELECT, VALUES or TABLE.</summary>
/// <param name="Into">SELECT … INTO: the table that the query creates.</param>
internal sealed record QueryStatement(SqlSpan Span, SqlExpression Query, TableName? Into, bool CreatesTable) : DataStatement(Span);

/// <param name="Columns">Empty when the statement names none.</param>
/// <param name="IsQuery">The rows come from a query, not from VALUES.</param>
/// <param name="RowCount">How many rows VALUES lists; 1 for DEFAULT VALUES; for a query how many it lists itself.</param>
internal sealed record InsertStatement(SqlSpan Span, TableName? Table, IReadOnlyList<string?> Columns, bool IsQuery, int RowCount)
    : DataStatement(Span)
{
    public SqlExpression? Source { get; init; }

    /// <summary>Columns that the query ties to given values.</summary>
    public IReadOnlyList<string> SourceKeys { get; init; } = [];

    /// <summary>ON CONFLICT stands there: rows that exist do not stop it.</summary>
    public bool HasConflictAction { get; init; }
}

internal sealed record UpdateStatement(SqlSpan Span, TableName? Table, IReadOnlyList<SqlAssignment> Assignments, SqlRestriction Restriction)
    : DataStatement(Span)
{
    public string? Alias { get; init; }

    /// <summary>Other tables in FROM.</summary>
    public bool HasFrom { get; init; }

    /// <summary>FROM lists so many rows instead of naming a table.</summary>
    public int ListedRows { get; init; }
}

/// <param name="Value">For (a, b) = (…) each column has the whole right side.</param>
internal sealed record SqlAssignment(string? Column, SqlExpression Value);

internal sealed record DeleteStatement(SqlSpan Span, TableName? Table, SqlRestriction Restriction) : DataStatement(Span)
{
    public string? Alias { get; init; }

    /// <summary>Other tables in USING.</summary>
    public bool HasUsing { get; init; }

    /// <summary>USING lists so many rows instead of naming a table.</summary>
    public int ListedRows { get; init; }
}

internal sealed record MergeStatement(SqlSpan Span, TableName? Table, bool Inserts, bool Updates, bool Deletes) : DataStatement(Span)
{
    /// <summary>USING lists so many rows instead of naming a table.</summary>
    public int ListedRows { get; init; }

    /// <summary>The columns that its UPDATE branches assign.</summary>
    public IReadOnlyList<SqlAssignment> Assignments { get; init; } = [];
}

/// <param name="Table">Null also for COPY of a query.</param>
internal sealed record CopyStatement(SqlSpan Span, TableName? Table, bool IsFrom) : SqlStatement(Span);
