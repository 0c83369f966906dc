using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE TYPE and ALTER TYPE, from the word TYPE on.</summary>
internal static class TypeParser
{
    public static SqlStatement? Create(TokenCursor cursor)
    {
        cursor.Skip();
        if (!cursor.TryQualifiedName(out var type))
            return null;

        if (cursor.Accept(Keyword.As, Keyword.Enum))
        {
            return EnumValues(cursor) is { } values ? new CreateTypeStatement(cursor.StatementSpan, type, IsEnum: true, values) : null;
        }

        if (cursor.Accept(Keyword.As))
            cursor.Accept(Keyword.Range);
        cursor.SkipParentheses();
        return new CreateTypeStatement(cursor.StatementSpan, type, IsEnum: false, []);
    }

    public static SqlStatement? Alter(TokenCursor cursor)
    {
        var start = cursor.Position;
        cursor.Skip();
        if (!cursor.TryQualifiedName(out var type))
            return null;

        if (cursor.Accept(Keyword.Add, Keyword.Value))
            return AddValue(cursor, type);
        if (cursor.Accept(Keyword.Rename, Keyword.Value))
        {
            return cursor.TryString(out var value) && cursor.Accept(Keyword.To) && cursor.TryString(out var newValue)
                ? new RenameEnumValueStatement(cursor.StatementSpan, type, value, newValue)
                : null;
        }

        if (cursor.Is(Keyword.Rename, Keyword.To) || cursor.Is(Keyword.Owner) || cursor.Is(Keyword.Set, Keyword.Schema)
            || (cursor.Is(Keyword.Set) && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis))
        {
            return AlterParser.Change(cursor, ObjectKind.Type, type);
        }

        cursor.Position = start; // a composite type: its attributes are columns
        return AlterTableParser.Read(cursor, ObjectKind.Type);
    }

    private static AddEnumValueStatement? AddValue(TokenCursor cursor, TableName? type)
    {
        var ifNotExists = cursor.AcceptIfNotExists();
        if (!cursor.TryString(out var value))
            return null;
        if ((cursor.Accept(Keyword.Before) || cursor.Accept(Keyword.After)) && !cursor.TryString(out _))
            return null;
        return new AddEnumValueStatement(cursor.StatementSpan, type, value, ifNotExists);
    }

    private static List<string?>? EnumValues(TokenCursor cursor)
    {
        if (!cursor.Accept(SqlTokenKind.OpenParenthesis))
            return null;

        var values = new List<string?>();
        if (cursor.Accept(SqlTokenKind.CloseParenthesis))
            return values;
        do
        {
            if (!cursor.TryString(out var value))
                return null;
            values.Add(value);
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseParenthesis) ? values : null;
    }
}
