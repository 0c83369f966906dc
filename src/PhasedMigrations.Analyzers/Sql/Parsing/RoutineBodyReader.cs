using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Reads the body that a routine or DO block carries as a string.</summary>
internal static class RoutineBodyReader
{
    public static RoutineBody Read(TokenCursor cursor, SqlToken literal, string? language)
    {
        switch (language)
        {
            case "sql":
                var statements = Statements(cursor, literal).Select(statement => new BodyStatement(statement, IsInLoop: false, IsConditional: false));
                return new RoutineBody(language, [.. statements], IsAnalysed: true);
            case "plpgsql":
                var (source, start, end) = Inside(cursor.Source, literal);
                return PlPgSqlReader.Read(source, start, end, cursor.Names, cursor.Depth + 1);
            case "c" or "internal":
                return new RoutineBody(language, [], IsAnalysed: true); // the string names a function, it holds no SQL
            default:
                return new RoutineBody(language, [], IsAnalysed: false);
        }
    }

    /// <summary>The SQL statements inside a string literal.</summary>
    public static IReadOnlyList<SqlStatement> Statements(TokenCursor cursor, SqlToken literal)
    {
        var (source, start, end) = Inside(cursor.Source, literal);
        return SqlParser.Parse(source, start, end, cursor.Names, cursor.Depth + 1);
    }

    /// <summary>Without escapes the body is read where it stands, and its places are exact.</summary>
    private static (SqlSource Source, int Start, int End) Inside(SqlSource source, SqlToken literal)
    {
        if (StringText.TryFindVerbatim(source.Text, literal, out var start, out var end))
            return (source, start, end);

        var decoded = StringText.Decode(source.Text, literal);
        return (new SqlSource(decoded, source.Locate(literal.Start, literal.End)), 0, decoded.Length);
    }
}
