using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>SET and RESET.</summary>
internal static class SettingParser
{
    public static SqlStatement? Set(TokenCursor cursor)
    {
        cursor.Skip();
        var isLocal = cursor.Accept(Keyword.Local);
        if (!isLocal && cursor.Is(Keyword.Session) && cursor.Peek(1).Keyword is not (Keyword.Authorization or Keyword.To))
            cursor.Skip();

        var setting = WithOwnGrammar(cursor);
        if (setting is null)
        {
            setting = Name(cursor);
            if (setting is not null && cursor.Accept(Keyword.From, Keyword.Current))
                return new SetStatement(cursor.StatementSpan, setting, Value: null, isLocal);
            if (setting is null || (!cursor.Accept(Keyword.To) && !cursor.AcceptOperator("=")))
                return null;
        }

        var start = cursor.Position;
        var isDefault = cursor.Is(Keyword.Default) || (setting == "timezone" && cursor.Is(Keyword.Local));
        cursor.SkipAll();
        return cursor.ExpressionFrom(start) is { } value
            ? new SetStatement(cursor.StatementSpan, setting, isDefault ? null : value, isLocal)
            : null;
    }

    public static SqlStatement? Reset(TokenCursor cursor)
    {
        cursor.Skip();
        if (cursor.Accept(Keyword.All))
            return new ResetStatement(cursor.StatementSpan, Setting: null);

        var setting = WithOwnGrammar(cursor) ?? Name(cursor);
        cursor.SkipAll();
        return setting is null ? null : new ResetStatement(cursor.StatementSpan, setting);
    }

    /// <summary>SET TIME ZONE …, SET ROLE …: what PostgreSQL writes without = or TO. Stops before the value.</summary>
    private static string? WithOwnGrammar(TokenCursor cursor)
    {
        var (setting, words) = (cursor.Keyword, cursor.Peek(1).Keyword) switch
        {
            (Keyword.Time, Keyword.Zone) => ("timezone", 2),
            (Keyword.Session, Keyword.Authorization) => ("session_authorization", 2),
            (Keyword.Transaction, Keyword.Snapshot) => ("transaction_snapshot", 2),
            (Keyword.Transaction, _) => ("transaction", 1),
            (Keyword.Constraints, _) => ("constraints", 1),
            (Keyword.Role, not Keyword.To) when cursor.Peek(1).Kind != SqlTokenKind.Operator => ("role", 1),
            (Keyword.Schema, _) => ("search_path", 1),
            (Keyword.Names, _) => ("client_encoding", 1),
            _ when cursor.IsWord("characteristics") => ("session_characteristics", 1),
            _ when cursor.IsWord("xml") => ("xmloption", 2),
            _ => (null, 0),
        };
        cursor.Position += words;
        return setting;
    }

    private static string? Name(TokenCursor cursor)
    {
        if (!cursor.TryName(out var name) || name is null)
            return null;
        while (cursor.Accept(SqlTokenKind.Dot))
        {
            if (!cursor.TryLabel(out var part) || part is null)
                return null;
            name += "." + part;
        }

        return name;
    }
}
