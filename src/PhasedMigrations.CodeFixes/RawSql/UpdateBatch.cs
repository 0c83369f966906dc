using PhasedMigrations.Model;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>
/// An UPDATE of the rows that a query of the same table picks by its key, as many as a LIMIT allows:
/// <c>key IN (SELECT key FROM table WHERE … LIMIT n)</c>, <c>= ANY (ARRAY (…))</c>, or the query in a WITH clause.
/// </summary>
/// <param name="Where">Which rows wait for the update, any batch of them.</param>
/// <param name="Limit">As it is written: a number, or a variable.</param>
internal sealed record UpdateBatch(UpdateStatement Update, SqlTokens Tokens, TableName Table, SqlSpan Where, string Limit)
{
    /// <summary>Null for an UPDATE of another form.</summary>
    public static UpdateBatch? Of(string text, UpdateStatement update)
    {
        var tokens = new SqlTokens(text, update.Span);
        if (update is not { Table: { } table, CommonTables.Count: 0, Restriction.Condition: { } condition })
            return null;

        var word = tokens.TopLevel().FirstOrDefault(index => tokens[index].Keyword == Keyword.Update);
        if (tokens[word].Keyword != Keyword.Update
            || tokens.IndexOf(Keyword.Set) != word + 1 + LengthOf(table)
            || tokens.TopLevel().Any(index => tokens[index].Keyword == Keyword.Returning))
            return null;

        var where = new SqlTokens(text, new SqlSpan(condition.Start, condition.Length));
        var picked = word == 0
            ? !update.HasFrom && Listed(where) is { } listed ? Picked(where, listed.Select, listed.End, table, listed.Key) : null
            : Joined(tokens, where, word, table) is { } joined ? Picked(tokens, joined.Select, word - 1, table, joined.Key) : null;
        return picked is var (rows, limit) ? new UpdateBatch(update, tokens, table, rows, limit) : null;
    }

    /// <summary>The value or the condition of a row depends on one of these.</summary>
    public bool Reads(ICollection<string> variables) =>
        Update.Assignments.Select(assignment => new SqlSpan(assignment.Value.Start, assignment.Value.Length)).Append(Where)
            .Select(span => new SqlTokens(Tokens.Text, span))
            .Any(part => Enumerable.Range(0, part.Count).Any(index => part.IsName(index) && variables.Contains(part.Name(index))));

    /// <summary>key IN (SELECT …), key = ANY (SELECT …), key = ANY (ARRAY (SELECT …)), and nothing beside it.</summary>
    private static (string Key, int Select, int End)? Listed(SqlTokens where)
    {
        if (!where.IsName(0))
            return null;

        var next = where[1].Keyword == Keyword.In ? 2
            : where.TextOf(1) != "=" || where[2].Keyword != Keyword.Any ? -1
            : where[4].Keyword == Keyword.Array ? 5
            : 3;
        return next > 0 && where[next + 1].Keyword == Keyword.Select ? (where.Name(0), next + 1, where.Count - (next == 5 ? 2 : 1)) : null;
    }

    /// <summary>WITH batch AS (SELECT …) UPDATE table SET … FROM batch WHERE table.key = batch.key.</summary>
    private static (string Key, int Select)? Joined(SqlTokens tokens, SqlTokens where, int update, TableName table)
    {
        if (tokens[0].Keyword != Keyword.With || !tokens.IsName(1) || tokens[2].Keyword != Keyword.As || where.Count != 7 || where.TextOf(3) != "=")
            return null;

        var from = tokens.TopLevel().FirstOrDefault(index => index > update && tokens[index].Keyword == Keyword.From);
        var batch = tokens.Name(1);
        string[] sides = [where.Name(0), where.Name(4)];
        var isJoin = where[1].Kind == SqlTokenKind.Dot && where[5].Kind == SqlTokenKind.Dot && where.Name(2) == where.Name(6)
            && tokens[from].Keyword == Keyword.From && tokens.Name(from + 1) == batch && tokens[from + 2].Keyword == Keyword.Where
            && sides.Contains(batch) && sides.Contains(table.Name);
        var select = tokens[3].Keyword == Keyword.Materialized ? 5 : 4;
        return isJoin && tokens[select].Keyword == Keyword.Select ? (where.Name(2), select) : null;
    }

    /// <summary>SELECT key FROM table WHERE … [ORDER BY …] LIMIT n [FOR UPDATE …], the last two in any order.</summary>
    /// <param name="end">Where its parenthesis closes.</param>
    private static (SqlSpan Where, string Limit)? Picked(SqlTokens tokens, int select, int end, TableName table, string key)
    {
        var from = select + 2;
        var where = from + 1 + LengthOf(table);
        if (!IsKey(key, table)
            || tokens.Name(select + 1) != key
            || tokens[from].Keyword != Keyword.From
            || tokens.Name(where - 1) != table.Name
            || (table.Schema is { } schema && tokens.Name(from + 1) != schema)
            || tokens[where].Keyword != Keyword.Where)
            return null;

        var (depth, last, limit) = (0, -1, -1);
        for (var index = where + 1; index <= end; index++)
        {
            if (tokens[index].Kind == SqlTokenKind.CloseParenthesis && depth-- == 0)
                return index == end && last > 0 && limit > 0 && OnlyLocksAfter(tokens, limit + 2, index)
                    ? (new SqlSpan(tokens[where + 1].Start, tokens[last].End - tokens[where + 1].Start), tokens.TextOf(limit + 1))
                    : null;
            if (tokens[index].Kind == SqlTokenKind.OpenParenthesis)
                depth++;
            else if (depth == 0 && tokens[index].Keyword is Keyword.Group or Keyword.Having or Keyword.Window or Keyword.Union
                or Keyword.Except or Keyword.Intersect or Keyword.Offset or Keyword.Fetch)
                return null;
            else if (depth == 0 && last < 0 && tokens[index].Keyword is Keyword.Order or Keyword.Limit or Keyword.For)
                last = index - 1;
            if (depth == 0 && tokens[index].Keyword == Keyword.Limit)
                limit = index;
        }

        return null;
    }

    private static bool OnlyLocksAfter(SqlTokens tokens, int start, int end) => start == end || tokens[start].Keyword == Keyword.For;

    /// <summary>The place of a row, or a column that is called like the table's own key: others may stand for several rows.</summary>
    private static bool IsKey(string column, TableName table)
    {
        var own = table.Name.EndsWith("ies", StringComparison.OrdinalIgnoreCase) ? table.Name.Substring(0, table.Name.Length - 3) + "y"
            : table.Name.EndsWith("s", StringComparison.OrdinalIgnoreCase) ? table.Name.Substring(0, table.Name.Length - 1)
            : table.Name;
        return new[] { "ctid", "id", own + "_id", own + "id" }.Contains(column, StringComparer.OrdinalIgnoreCase);
    }

    private static int LengthOf(TableName table) => table.Schema is null ? 1 : 3;
}
