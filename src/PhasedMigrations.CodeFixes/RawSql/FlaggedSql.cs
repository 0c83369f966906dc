using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>The statement of raw SQL that a diagnostic points at.</summary>
internal sealed record FlaggedSql(FlaggedCall Flagged, SqlCall Sql, int Index)
{
    public SqlStatement Statement => Sql.Statements[Index];

    /// <summary>The call runs nothing else.</summary>
    public bool IsAloneInCall => Sql.Statements.Count == 1;

    /// <summary>The comments of the statement as comments of C#.</summary>
    public IReadOnlyList<string> Comments()
    {
        var own = Comments(Sql.StartOf(Index), Sql.EndOf(Index));
        return Statement is DoStatement block && BatchLoop.BodyOf(Sql.Text, block) is { } body ? [.. own, .. Comments(body.Start, body.End)] : own;
    }

    private List<string> Comments(int start, int end)
    {
        var comments = new List<string>();
        var lexer = new SqlLexer(Sql.Text, start, end);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            var text = Sql.Text.Substring(token.Start, token.Length);
            if (token.Kind == SqlTokenKind.LineComment)
                comments.Add("//" + text.Substring(2).TrimEnd());
            else if (token.Kind == SqlTokenKind.BlockComment && text.IndexOf('\n') < 0)
                comments.Add("// " + text.Substring(2, text.Length - 4).Trim());
        }

        return comments;
    }

    /// <summary>The foreign key that the finding stands under, or the only one that it can be about.</summary>
    public AddConstraintAction? ForeignKeyOf(AlterTableStatement alter)
    {
        var keys = alter.Actions
            .OfType<AddConstraintAction>()
            .Where(action => action.Constraint is ForeignKeyConstraint { IsNotValid: false, IsNotEnforced: false })
            .ToArray();
        return keys is [var only] ? only : keys.FirstOrDefault(action => Sql.SourceOf(action.Span) == Flagged.Span);
    }

    /// <summary>Null for a finding outside of raw SQL, and for one whose statement is not certain.</summary>
    public static FlaggedSql? Of(FlaggedCall flagged) =>
        SqlCall.Of(flagged.Call, flagged.Layout) is { } sql
        && !sql.Statements.Any(statement => statement is PsqlCommandStatement)
        && sql.IndexAt(flagged.Span) is { } index
            ? new FlaggedSql(flagged, sql, index)
            : null;
}
