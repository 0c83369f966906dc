using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Sql.Statements;

internal sealed record TruncateStatement(SqlSpan Span, IReadOnlyList<TableName?> Tables, bool IsCascade) : SqlStatement(Span);

/// <param name="Mode">Null when the name of the mode is none that PostgreSQL knows.</param>
internal sealed record LockStatement(SqlSpan Span, IReadOnlyList<TableName?> Tables, LockMode? Mode) : SqlStatement(Span);

/// <param name="Tables">Empty for the whole database.</param>
internal sealed record VacuumStatement(SqlSpan Span, IReadOnlyList<TableName?> Tables, bool IsFull) : SqlStatement(Span);

internal sealed record AnalyzeStatement(SqlSpan Span, IReadOnlyList<TableName?> Tables) : SqlStatement(Span);

/// <param name="NamesTable">Without a table every clustered table of the database is rewritten, which no transaction allows.</param>
internal sealed record ClusterStatement(SqlSpan Span, TableName? Table, bool NamesTable) : SqlStatement(Span);

internal sealed record RefreshMaterializedViewStatement(SqlSpan Span, TableName? View, bool IsConcurrent, bool IsWithoutRows) : SqlStatement(Span);

/// <param name="IsAnalyze">The statement is executed, not only explained.</param>
internal sealed record ExplainStatement(SqlSpan Span, bool IsAnalyze, SqlStatement Statement) : SqlStatement(Span);

/// <summary>PREPARE: the statement runs when it is executed.</summary>
internal sealed record PrepareStatement(SqlSpan Span, string? Name, SqlStatement Statement) : SqlStatement(Span);
