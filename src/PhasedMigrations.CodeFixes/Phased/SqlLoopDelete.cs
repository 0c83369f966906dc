using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>
/// A loop over batches of a DELETE as a phased one. Both go on until no row matches, so that rows which begin to match meanwhile go as well.
/// A single DELETE takes the rows of one moment: it is left alone, for what is deleted does not come back.
/// </summary>
internal static class SqlLoopDelete
{
    /// <summary>Null unless whether a row goes depends on the row alone, and no row may be left out.</summary>
    public static PhasedOperation? Of(FlaggedSql flagged, DoStatement block)
    {
        if (BatchLoop.Of(flagged.Sql.Text, block) is not { Change: DeleteStatement } batch
            || batch.Tokens.Any(token => token.Keyword == Keyword.Skip) // SKIP LOCKED: rows in use may stay
            || !SqlBackfill.ReadsOneRow(new SqlTokens(flagged.Sql.Text, batch.Where)))
            return null;

        var where = flagged.Sql.Text.Substring(batch.Where.Start, batch.Where.Length);
        if (DefaultVolatility.IsVolatile(where))
            return null;

        var arguments = new List<(string, string)> { ("table", CSharpText.Literal(batch.Table.Name)), ("where", SqlFragment.Literal(where)) };
        if (batch.Table.Schema is { } schema)
            arguments.Add(("schema", CSharpText.Literal(schema)));
        return new PhasedOperation("DeleteRows", arguments);
    }
}
