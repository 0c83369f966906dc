using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>
/// An UPDATE of raw SQL as a backfill. The batches run while the application writes: a row that somebody has given a value since must be
/// left alone. So each row is updated only as long as it waits for it: WHERE says so, or the columns are new, and NULL says so.
/// </summary>
internal static class SqlBackfill
{
    public static IReadOnlyList<PhasedOperation>? Of(FlaggedSql flagged, UpdateStatement update)
    {
        var tokens = new SqlTokens(flagged.Sql.Text, update.Span);
        if (update is not { HasFrom: false, CommonTables.Count: 0, Table: { } table }
            || !IsPlain(tokens, table)
            || Assignments(tokens, update) is not { } assignments)
            return null;

        var where = update.Restriction.Condition?.ToString();
        if (where is not null && UpdateCondition.IsFalseAfterwards(new SqlTokens(flagged.Sql.Text, Span(update.Restriction.Condition!.Value)), assignments))
            return [Operation(table, assignments, where)];
        return assignments.All(assignment => NewColumns.IsAdded(flagged, table, assignment.Column))
            ? [.. assignments.Select(assignment => Operation(table, [assignment], Unfilled(assignment, where)))]
            : null;
    }

    /// <summary>UPDATE table SET …, with nothing that reads another table or another row.</summary>
    private static bool IsPlain(SqlTokens tokens, TableName table) =>
        tokens.IndexOf(Keyword.Set) == (table.Schema is null ? 2 : 4)
        && tokens.TopLevel().All(index => tokens[index].Keyword != Keyword.Returning)
        && !tokens.HasComments
        && !tokens.Any(ReadsMore);

    /// <summary>An expression that depends on nothing but the columns of its row, called by their own names.</summary>
    public static bool ReadsOneRow(SqlTokens expression) =>
        !expression.HasComments && !expression.Any(token => token.Kind == SqlTokenKind.Dot || ReadsMore(token));

    private static bool ReadsMore(SqlToken token) =>
        token.Kind is SqlTokenKind.Parameter or SqlTokenKind.Unknown or SqlTokenKind.Unterminated
        || token.Keyword is Keyword.Select or Keyword.Values or Keyword.With or Keyword.Table or Keyword.Current;

    /// <summary>Null unless each is <c>column = expression</c> with an expression that no assignment changes: run twice, it gives the same.</summary>
    public static List<UpdateAssignment>? Assignments(SqlTokens tokens, UpdateStatement update)
    {
        var assignments = new List<UpdateAssignment>();
        foreach (var assignment in update.Assignments)
        {
            var equals = tokens.IndexAt(assignment.Value.Start) - 1;
            if (assignment.Column is not { } column
                || tokens[equals].Kind != SqlTokenKind.Operator
                || !tokens.IsName(equals - 1)
                || !(tokens[equals - 2].Keyword == Keyword.Set || tokens[equals - 2].Kind == SqlTokenKind.Comma))
                return null;
            assignments.Add(new UpdateAssignment(column, new SqlTokens(tokens.Text, Span(assignment.Value)), assignment.Value.ToString()));
        }

        return assignments.Any(assignment => assignments.Any(other => other.Reads(assignment.Column))) ? null : assignments;
    }

    public static PhasedOperation Operation(TableName table, IReadOnlyList<UpdateAssignment> assignments, string where)
    {
        var set = string.Join(", ", assignments.Select(assignment => $"{SqlText.Identifier(assignment.Column)} = {assignment.Value}"));
        var arguments = new List<(string, string)>
        {
            ("table", CSharpText.Literal(table.Name)),
            ("set", SqlFragment.Literal(set)),
            ("where", SqlFragment.Literal(where)),
        };
        if (table.Schema is { } schema)
            arguments.Add(("schema", CSharpText.Literal(schema)));
        return new PhasedOperation("Backfill", arguments);
    }

    private static string Unfilled(UpdateAssignment assignment, string? where) =>
        (where is null ? string.Empty : $"({where}) AND ") + $"{SqlText.Identifier(assignment.Column)} IS NULL";

    private static SqlSpan Span(SqlExpression expression) => new(expression.Start, expression.Length);
}
