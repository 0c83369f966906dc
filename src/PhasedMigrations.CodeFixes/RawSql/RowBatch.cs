using PhasedMigrations.Model;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>
/// An UPDATE or DELETE of the rows that a query of the same table picks by its key, as many as a LIMIT allows:
/// <c>key IN (SELECT key FROM table WHERE … LIMIT n)</c>, <c>= ANY (ARRAY (…))</c>, or the query in a WITH clause.
/// </summary>
/// <param name="Change">An <see cref="UpdateStatement"/> or a <see cref="DeleteStatement"/>.</param>
/// <param name="Where">Which rows wait for the change, any batch of them.</param>
/// <param name="Limit">As it is written: a number, or a variable.</param>
internal sealed record RowBatch(DataStatement Change, SqlTokens Tokens, TableName Table, SqlSpan Where, string Limit)
{
    /// <summary>Null for a statement of another form.</summary>
    public static RowBatch? Of(string text, DataStatement change) => change switch
    {
        UpdateStatement { Table: { } table, Restriction.Condition: { } condition } update =>
            Of(text, update, table, condition, new Form([Keyword.Update], [Keyword.Set], Keyword.From, update.HasFrom)),
        DeleteStatement { Table: { } table, Restriction.Condition: { } condition } delete =>
            Of(text, delete, table, condition, new Form([Keyword.Delete, Keyword.From], [Keyword.Where, Keyword.Using], Keyword.Using, delete.HasUsing)),
        _ => null,
    };

    private static RowBatch? Of(string text, DataStatement change, TableName table, SqlExpression condition, Form form)
    {
        var tokens = new SqlTokens(text, change.Span);
        var word = tokens.TopLevel().FirstOrDefault(index => tokens[index].Keyword == form.Words[0]);
        if (change.CommonTables.Count > 0
            || !form.Words.Select((keyword, index) => tokens[word + index].Keyword == keyword).All(isThere => isThere)
            || !form.AfterTable.Contains(tokens[word + form.Words.Count + LengthOf(table)].Keyword)
            || tokens.TopLevel().Any(index => tokens[index].Keyword == Keyword.Returning))
            return null;

        var where = new SqlTokens(text, new SqlSpan(condition.Start, condition.Length));
        var picked = word == 0
            ? !form.HasOthers && Listed(where) is { } listed ? Picked(where, listed.Select, listed.End, table, listed.Key) : null
            : Joined(tokens, where, word, table, form.Others) is { } joined ? Picked(tokens, joined.Select, word - 1, table, joined.Key) : null;
        return picked is var (rows, limit) ? new RowBatch(change, tokens, table, rows, limit) : null;
    }

    /// <summary>The value or the condition of a row depends on one of these.</summary>
    public bool Reads(ICollection<string> variables) =>
        ((Change as UpdateStatement)?.Assignments ?? []).Select(assignment => new SqlSpan(assignment.Value.Start, assignment.Value.Length)).Append(Where)
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

    /// <summary>WITH batch AS (SELECT …) UPDATE table SET … FROM batch WHERE table.key = batch.key; of a DELETE, USING batch.</summary>
    private static (string Key, int Select)? Joined(SqlTokens tokens, SqlTokens where, int change, TableName table, Keyword others)
    {
        if (tokens[0].Keyword != Keyword.With || !tokens.IsName(1) || tokens[2].Keyword != Keyword.As || where.Count != 7 || where.TextOf(3) != "=")
            return null;

        var from = tokens.TopLevel().FirstOrDefault(index => index > change && tokens[index].Keyword == others);
        var batch = tokens.Name(1);
        string[] sides = [where.Name(0), where.Name(4)];
        var isJoin = where[1].Kind == SqlTokenKind.Dot && where[5].Kind == SqlTokenKind.Dot && where.Name(2) == where.Name(6)
            && tokens[from].Keyword == others && tokens.Name(from + 1) == batch && tokens[from + 2].Keyword == Keyword.Where
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

    /// <param name="Words">What stands before the table.</param>
    /// <param name="AfterTable">One of these stands right after it: no alias.</param>
    /// <param name="Others">The word before other tables.</param>
    private sealed record Form(IReadOnlyList<Keyword> Words, IReadOnlyList<Keyword> AfterTable, Keyword Others, bool HasOthers);
}
