using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>
/// For which database a script is written, where no option says so: the end of its name, its folders from the nearest on, its words.
/// Scripts for several databases lie in one project, side by side.
/// </summary>
internal static class ScriptDialect
{
    /// <summary>So much of a script is read for evidence: a file of another database shows it early.</summary>
    private const int MaximumTokens = 4000;

    /// <param name="commonFolder">Folders up to here say nothing: somebody's home, the folder of all projects.</param>
    public static Dialect Of(string path, string commonFolder, string text)
    {
        var dialect = OfPath(path, commonFolder);
        return dialect == Dialect.Unknown ? OfText(text) : dialect;
    }

    private static Dialect OfPath(string path, string commonFolder)
    {
        var start = path.StartsWith(commonFolder, StringComparison.Ordinal) ? commonFolder.Length : 0;
        var parts = path.Substring(start).Split('/');
        var dialect = DialectWords.OfName(EndOfName(parts[parts.Length - 1]));
        for (var i = parts.Length - 2; i >= 0 && dialect == Dialect.Unknown; i--)
            dialect = DialectWords.OfName(parts[i]);
        return dialect;
    }

    /// <summary>mysql of schema-mysql.sql; a word in the middle of a name tells what the script is about.</summary>
    private static string EndOfName(string file)
    {
        var end = file.LastIndexOf('.');
        var start = end <= 0 ? -1 : file.LastIndexOfAny(['.', '-', '_'], end - 1);
        return start < 0 ? "" : file.Substring(start + 1, end - start - 1);
    }

    /// <summary>A word of PostgreSQL's decides: extensions can give it the others' types, but nobody else has its own.</summary>
    private static Dialect OfText(string text)
    {
        var found = Dialect.Unknown;
        var lexer = new SqlLexer(text);
        var previous = default(SqlToken);
        for (var i = 0; i < MaximumTokens && lexer.Next() is { Kind: not SqlTokenKind.End } token; i++)
        {
            var dialect = DialectWords.OfToken(text, previous, token);
            if (dialect == Dialect.PostgreSql)
                return dialect;
            if (found == Dialect.Unknown)
                found = dialect;
            if (token.Kind is not (SqlTokenKind.LineComment or SqlTokenKind.BlockComment))
                previous = token;
        }

        return found;
    }
}
