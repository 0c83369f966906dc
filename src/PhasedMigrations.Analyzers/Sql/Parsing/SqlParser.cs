using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// The SQL front end: text in, statements out. Accepts every text. A statement that is not understood becomes an
/// <see cref="UnanalysedStatement"/> and does not disturb its neighbours.
/// </summary>
internal static class SqlParser
{
    /// <summary>Literals within literals (a function that runs EXECUTE '…') are read only so deep.</summary>
    private const int MaximumDepth = 4;

    public static IReadOnlyList<SqlStatement> Parse(string text) =>
        Parse(new SqlSource(text, Literal: null), 0, text.Length, NameTable.OfThisThread, depth: 0);

    /// <summary>The statements of a part of a text: of a function body, of the constant that EXECUTE runs.</summary>
    public static IReadOnlyList<SqlStatement> Parse(SqlSource source, int start, int end, NameTable names, int depth)
    {
        if (depth > MaximumDepth)
            return [new UnanalysedStatement(source.Locate(start, end))];

        var statements = new List<SqlStatement>();
        using var splitter = new StatementSplitter(source.Text, start, end);
        var cursor = new TokenCursor(source, splitter.Tokens, 0, names, depth);
        while (splitter.MoveNext())
        {
            cursor.Load(splitter.Tokens, splitter.Count, splitter.MayHaveForeignQuotes);
            statements.Add(splitter.IsMetaCommand ? PsqlCommand(source, splitter.Span) : StatementParser.Read(cursor));
        }

        return statements;
    }

    private static PsqlCommandStatement PsqlCommand(SqlSource source, SqlSpan span) =>
        new(source.Locate(span.Start, span.End), source.Text.Substring(span.Start, span.Length));
}
