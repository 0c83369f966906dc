using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE FUNCTION, CREATE PROCEDURE, DO and CALL.</summary>
internal static class RoutineParser
{
    public static SqlStatement? Create(TokenCursor cursor, bool orReplace)
    {
        var isProcedure = cursor.Is(Keyword.Procedure);
        cursor.Skip();
        if (!TryName(cursor, out var name) || !cursor.SkipParentheses())
            return null;

        string? language = null;
        SqlToken? literal = null;
        RoutineBody? body = null;
        while (!cursor.AtEnd)
        {
            if (cursor.Accept(Keyword.Language))
            {
                language = Language(cursor);
            }
            else if (cursor.Is(Keyword.As) && TokenCursor.IsStringLiteral(cursor.Peek(1).Kind))
            {
                literal = cursor.Peek(1);
                cursor.Position += 2;
            }
            else if (cursor.Is(Keyword.Begin, Keyword.Atomic))
            {
                body = AtomicBody(cursor);
            }
            else if (cursor.Accept(Keyword.Return))
            {
                body = new RoutineBody("sql", [], IsAnalysed: true); // RETURN expression
                cursor.SkipAll();
            }
            else if (!cursor.SkipParentheses())
            {
                cursor.Skip();
            }
        }

        body ??= literal is { } token ? RoutineBodyReader.Read(cursor, token, language) : RoutineBody.Unknown;
        return new CreateRoutineStatement(cursor.StatementSpan, name, isProcedure, orReplace, body);
    }

    public static SqlStatement? Do(TokenCursor cursor)
    {
        cursor.Skip();
        var language = cursor.Accept(Keyword.Language) ? Language(cursor) : "plpgsql";
        var literal = cursor.Current;
        if (!cursor.TryString(out _))
            return null;
        if (cursor.Accept(Keyword.Language))
            language = Language(cursor);
        return new DoStatement(cursor.StatementSpan, RoutineBodyReader.Read(cursor, literal, language));
    }

    public static SqlStatement? Call(TokenCursor cursor)
    {
        cursor.Skip();
        return cursor.TryQualifiedName(out var procedure) && cursor.SkipParentheses()
            ? new CallStatement(cursor.StatementSpan, procedure)
            : null;
    }

    /// <summary>A routine may have the name of a word that no table may have: like, overlaps.</summary>
    private static bool TryName(TokenCursor cursor, out TableName? name)
    {
        if (cursor.TryQualifiedName(out name))
            return true;
        if (!cursor.TryLabel(out var word))
            return false;
        name = word is null ? null : new TableName(null, word);
        return true;
    }

    private static string? Language(TokenCursor cursor)
    {
        if (cursor.TryString(out var quoted))
            return quoted?.ToLowerInvariant();
        return cursor.TryLabel(out var name) ? name : null;
    }

    /// <summary>BEGIN ATOMIC statement; … END.</summary>
    private static RoutineBody AtomicBody(TokenCursor cursor)
    {
        var statements = new List<BodyStatement>();
        cursor.Position += 2;
        while (!cursor.AtEnd && !(cursor.Is(Keyword.End) && cursor.Position == cursor.End - 1))
        {
            var end = cursor.IndexOfSemicolon();
            if (end > cursor.Position && !cursor.Is(Keyword.Return))
                statements.Add(new BodyStatement(cursor.ReadNested(end), IsInLoop: false, IsConditional: false));
            cursor.Position = end;
            cursor.Accept(SqlTokenKind.Semicolon);
        }

        cursor.SkipAll();
        return new RoutineBody("sql", statements, IsAnalysed: true);
    }
}
