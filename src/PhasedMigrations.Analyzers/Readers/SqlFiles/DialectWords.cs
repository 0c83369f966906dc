using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>Names that stand for a database, and words of SQL that only one database understands.</summary>
internal static class DialectWords
{
    /// <summary>Databases that are not among <see cref="Dialect"/> are silenced as Oracle is.</summary>
    private static readonly (string Name, Dialect Dialect)[] Names =
    [
        ("pgsql", Dialect.PostgreSql), ("postgres", Dialect.PostgreSql), ("timescale", Dialect.PostgreSql),
        ("mssql", Dialect.SqlServer), ("sqlserver", Dialect.SqlServer), ("tsql", Dialect.SqlServer), ("azuresql", Dialect.SqlServer),
        ("mysql", Dialect.MySql), ("mariadb", Dialect.MySql),
        ("sqlite", Dialect.Sqlite),
        ("oracle", Dialect.Oracle), ("plsql", Dialect.Oracle), ("db2", Dialect.Oracle), ("firebird", Dialect.Oracle),
        ("snowflake", Dialect.Oracle), ("clickhouse", Dialect.Oracle), ("cassandra", Dialect.Oracle), ("duckdb", Dialect.Oracle),
    ];

    private static readonly Dictionary<string, Dialect> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nvarchar"] = Dialect.SqlServer,
        ["datetime2"] = Dialect.SqlServer,
        ["uniqueidentifier"] = Dialect.SqlServer,
        ["nocount"] = Dialect.SqlServer,
        ["nonclustered"] = Dialect.SqlServer,
        ["sp_executesql"] = Dialect.SqlServer,
        ["auto_increment"] = Dialect.MySql,
        ["longtext"] = Dialect.MySql,
        ["mediumtext"] = Dialect.MySql,
        ["innodb"] = Dialect.MySql,
        ["delimiter"] = Dialect.MySql,
        ["autoincrement"] = Dialect.Sqlite,
        ["pragma"] = Dialect.Sqlite,
        ["varchar2"] = Dialect.Oracle,
        ["nvarchar2"] = Dialect.Oracle,

        ["plpgsql"] = Dialect.PostgreSql,
        ["jsonb"] = Dialect.PostgreSql,
        ["bytea"] = Dialect.PostgreSql,
        ["timestamptz"] = Dialect.PostgreSql,
        ["bigserial"] = Dialect.PostgreSql,
        ["tsvector"] = Dialect.PostgreSql,
        ["citext"] = Dialect.PostgreSql,
        ["regclass"] = Dialect.PostgreSql,
        ["pg_catalog"] = Dialect.PostgreSql,
        ["search_path"] = Dialect.PostgreSql,
    };

    /// <summary>Unknown when a name speaks of no database, or of several.</summary>
    public static Dialect OfName(string name)
    {
        var found = Dialect.Unknown;
        foreach (var (word, dialect) in Names)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) < 0 || dialect == found)
                continue;
            if (found != Dialect.Unknown)
                return Dialect.Unknown;
            found = dialect;
        }

        return found == Dialect.Unknown && name.Equals("pg", StringComparison.OrdinalIgnoreCase) ? Dialect.PostgreSql : found;
    }

    /// <summary>What a token says, given the one before it.</summary>
    public static Dialect OfToken(string text, SqlToken previous, SqlToken token)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.DollarString:
                // MySQL's client takes any word for the end of a routine: DELIMITER $$
                return Is(text, previous, "delimiter") ? Dialect.MySql : Dialect.PostgreSql;
            case SqlTokenKind.Identifier when token.Keyword == Keyword.Concurrently:
                return Dialect.PostgreSql;
            case SqlTokenKind.Identifier when token.Keyword == Keyword.None && IsAloneOnItsLine(text, token, "GO"):
                return Dialect.SqlServer;
            case SqlTokenKind.Identifier when token.Keyword == Keyword.None && token.Length is >= 5 and <= 16:
                return Words.TryGetValue(text.Substring(token.Start, token.Length), out var dialect) ? dialect : Dialect.Unknown;
            case SqlTokenKind.Operator when text[token.Start] == '`':
                return Dialect.MySql;
            case SqlTokenKind.OpenBracket when previous.Kind == SqlTokenKind.Dot || IsNameDue(previous.Keyword):
                return Dialect.SqlServer;
            case SqlTokenKind.Operator when previous.Kind == SqlTokenKind.Semicolon && IsAloneOnItsLine(text, token, "/"):
                return Dialect.Oracle;
            default:
                return Dialect.Unknown;
        }
    }

    private static bool IsNameDue(Keyword keyword) => keyword is Keyword.Table or Keyword.On or Keyword.Into or Keyword.From or Keyword.Join
        or Keyword.Update or Keyword.References or Keyword.Schema or Keyword.View or Keyword.Index or Keyword.Procedure or Keyword.Constraint;

    private static bool Is(string text, SqlToken token, string word) => token.Length == word.Length
        && string.Compare(text, token.Start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsAloneOnItsLine(string text, SqlToken token, string word)
    {
        if (!Is(text, token, word))
            return false;

        var before = token.Start - 1;
        while (before >= 0 && text[before] is ' ' or '\t')
            before--;
        var after = token.End;
        while (after < text.Length && text[after] is ' ' or '\t' or '\r')
            after++;
        return (before < 0 || text[before] == '\n') && (after == text.Length || text[after] == '\n');
    }
}
