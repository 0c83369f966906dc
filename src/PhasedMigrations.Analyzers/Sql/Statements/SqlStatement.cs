using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Statements;

/// <summary>
/// One SQL statement, as far as it matters for locks, rewrites, scans and compatibility. In every statement a null name stands
/// for one that is filled in later (a parameter, a template placeholder).
/// </summary>
/// <param name="Span">From its first word to its last, without the semicolon.</param>
internal abstract record SqlStatement(SqlSpan Span);

/// <summary>A statement that the front end does not understand: nothing is known about what it does.</summary>
internal sealed record UnanalysedStatement(SqlSpan Span) : SqlStatement(Span);

/// <summary>A statement that is understood and touches no table: GRANT, SHOW, LISTEN, …</summary>
internal sealed record OtherStatement(SqlSpan Span, Keyword Verb) : SqlStatement(Span);

/// <summary>A psql backslash command on its own line, with its arguments.</summary>
internal sealed record PsqlCommandStatement(SqlSpan Span, string Command) : SqlStatement(Span)
{
    /// <summary>The command runs SQL that stands somewhere else, in a file or in a variable.</summary>
    public bool RunsOtherSql => Command.StartsWith("\\i", StringComparison.Ordinal) && !Command.StartsWith("\\if", StringComparison.Ordinal);
}
