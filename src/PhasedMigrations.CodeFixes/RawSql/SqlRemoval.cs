using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>Takes statements out of the text of a call, or one action out of a statement. Everything else stays as it is written.</summary>
internal static class SqlRemoval
{
    /// <summary>Null when the text cannot be cut.</summary>
    /// <param name="statements">Their places, in order.</param>
    public static Removal? Of(SqlCall sql, params int[] statements)
    {
        if (statements.Length == sql.Statements.Count)
            return new Removal(sql.Call, Left: null);

        var cuts = new List<TextChange>();
        for (var index = 0; index < statements.Length; index++)
        {
            var first = statements[index];
            while (index + 1 < statements.Length && statements[index + 1] == statements[index] + 1)
                index++;
            if (Cut(sql, first, statements[index]) is not { } cut)
                return null;
            cuts.Add(cut);
        }

        return new Removal(sql.Call, cuts);
    }

    /// <summary>One of several actions; of the only one, its statement. Null when the text cannot be cut, or a comment would be left alone.</summary>
    public static Removal? Of(SqlCall sql, int statement, AlterTableStatement alter, AlterTableAction action)
    {
        if (alter.Actions is [_])
            return Of(sql, statement);
        if (sql.Literal is not { } literal || new SqlTokens(sql.Text, alter.Span).HasComments)
            return null;

        var index = alter.Actions.TakeWhile(other => other != action).Count();
        var span = index < alter.Actions.Count - 1
            ? LiteralText.Between(literal.Before(action.Span.Start), literal.Before(alter.Actions[index + 1].Span.Start))
            : LiteralText.Between(literal.After(alter.Actions[index - 1].Span.End), literal.After(action.Span.End));
        return span is { } known ? new Removal(sql.Call, [new TextChange(known, string.Empty)]) : null;
    }

    private static TextChange? Cut(SqlCall sql, int first, int last)
    {
        if (sql.Literal is not { } literal)
            return null;

        var span = last < sql.Statements.Count - 1
            ? LiteralText.Between(literal.Before(sql.StartOf(first)), literal.Before(sql.StartOf(last + 1)))
            : LiteralText.Between(literal.After(sql.EndOf(first - 1)), literal.After(sql.Text.TrimEnd().Length));
        return span is { } known ? new TextChange(known, string.Empty) : null;
    }
}
