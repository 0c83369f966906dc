using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>CREATE FUNCTION or PROCEDURE. Its body runs later, whenever somebody calls it.</summary>
internal sealed record CreateRoutineStatement(SqlSpan Span, TableName? Name, bool IsProcedure, bool OrReplace, RoutineBody Body)
    : SqlStatement(Span);

/// <summary>An anonymous block: its body runs at once, in the transaction that it stands in.</summary>
internal sealed record DoStatement(SqlSpan Span, RoutineBody Body) : SqlStatement(Span);

internal sealed record CallStatement(SqlSpan Span, TableName? Procedure) : SqlStatement(Span);

/// <param name="Statements">The SQL statements of the body in the order in which they stand, those of nested blocks included.</param>
/// <param name="IsAnalysed">False when the body is in another language or does not follow its grammar.</param>
internal sealed record RoutineBody(string? Language, IReadOnlyList<BodyStatement> Statements, bool IsAnalysed)
{
    public static readonly RoutineBody Unknown = new(null, [], IsAnalysed: false);
}

/// <param name="IsInLoop">It can run many times in one call.</param>
/// <param name="IsConditional">It stands in an IF, a CASE or an exception handler.</param>
internal readonly record struct BodyStatement(SqlStatement Statement, bool IsInLoop, bool IsConditional);
