using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>ALTER [COLUMN] name …, an action of ALTER TABLE.</summary>
internal static class AlterColumnParser
{
    public static AlterTableAction? Read(TokenCursor cursor)
    {
        var start = cursor.Position;
        cursor.Skip();
        if (!cursor.Accept(Keyword.Column) && cursor.Peek(1).Keyword is not (Keyword.Set or Keyword.Drop or Keyword.Type))
            cursor.Accept(Keyword.Attribute);

        if (!cursor.TryName(out var column) && !cursor.Accept(SqlTokenKind.Number)) // an index names its expressions by number
            return null;

        switch (cursor.Keyword)
        {
            case Keyword.Type:
                cursor.Skip();
                return Type(cursor, start, column);
            case Keyword.Drop:
                cursor.Skip();
                return Drop(cursor, start, column);
            case Keyword.Add when cursor.Accept(Keyword.Add, Keyword.Generated):
                return AcceptIdentity(cursor) ? new AddIdentityAction(cursor.SpanFrom(start), column) : null;
            case Keyword.Set when IsIdentityOption(cursor):
            case Keyword.Restart:
                return Identity(cursor, start, column);
            case Keyword.Set:
                cursor.Skip();
                return Set(cursor, start, column);
            case Keyword.Reset or Keyword.Options:
                cursor.Skip();
                return cursor.SkipParentheses() ? new ColumnSettingAction(cursor.SpanFrom(start), column) : null;
            default:
                return null;
        }
    }

    private static AlterColumnAction? Set(TokenCursor cursor, int start, string? column)
    {
        if (cursor.Accept(Keyword.Not, Keyword.Null))
            return new SetNotNullAction(cursor.SpanFrom(start), column);
        if (cursor.Accept(Keyword.Default))
            return cursor.Expression() is { } value ? new SetDefaultAction(cursor.SpanFrom(start), column, value) : null;
        if (cursor.Accept(Keyword.Data, Keyword.Type))
            return Type(cursor, start, column);
        if (cursor.Accept(Keyword.Expression, Keyword.As))
            return cursor.Parenthesized() is { } value ? new SetExpressionAction(cursor.SpanFrom(start), column, value) : null;
        if (cursor.SkipParentheses())
            return new ColumnSettingAction(cursor.SpanFrom(start), column);

        if (!cursor.Accept(Keyword.Statistics) && !cursor.Accept(Keyword.Storage) && !cursor.Accept(Keyword.Compression))
            return null;
        cursor.AcceptOperator("-");
        cursor.Skip();
        return new ColumnSettingAction(cursor.SpanFrom(start), column);
    }

    private static AlterColumnAction? Drop(TokenCursor cursor, int start, string? column)
    {
        if (cursor.Accept(Keyword.Default))
            return new DropDefaultAction(cursor.SpanFrom(start), column);
        if (cursor.Accept(Keyword.Not, Keyword.Null))
            return new DropNotNullAction(cursor.SpanFrom(start), column);

        var isIdentity = cursor.Accept(Keyword.Identity);
        if (!isIdentity && !cursor.Accept(Keyword.Expression))
            return null;
        cursor.AcceptIfExists();
        return isIdentity ? new DropIdentityAction(cursor.SpanFrom(start), column) : new DropExpressionAction(cursor.SpanFrom(start), column);
    }

    private static AlterColumnTypeAction? Type(TokenCursor cursor, int start, string? column)
    {
        if (!TypeNameParser.TryRead(cursor, out var type))
            return null;

        string? collation = null;
        if (cursor.Accept(Keyword.Collate))
        {
            if (!cursor.TryQualifiedName(out var name))
                return null;
            collation = name?.Name;
        }

        var conversion = cursor.Accept(Keyword.Using) ? cursor.Expression() : null;
        cursor.AcceptCascade(); // of an attribute
        return new AlterColumnTypeAction(cursor.SpanFrom(start), column, type, collation, conversion);
    }

    /// <summary>The rest of ADD GENERATED.</summary>
    private static bool AcceptIdentity(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Always) && !cursor.Accept(Keyword.By, Keyword.Default))
            return false;
        if (!cursor.Accept(Keyword.As, Keyword.Identity))
            return false;
        cursor.SkipParentheses();
        return true;
    }

    /// <summary>SET GENERATED, SET and a sequence option: SET INCREMENT BY 2, SET NO MAXVALUE, ….</summary>
    private static bool IsIdentityOption(TokenCursor cursor) =>
        cursor.Peek(1).Keyword is Keyword.Generated or Keyword.Increment or Keyword.MinValue or Keyword.MaxValue or Keyword.No or Keyword.Start
            or Keyword.Cache or Keyword.Cycle or Keyword.Sequence or Keyword.Restart or Keyword.As or Keyword.Owned;

    private static AlterIdentityAction Identity(TokenCursor cursor, int start, string? column)
    {
        while (!cursor.AtEnd && !cursor.Is(SqlTokenKind.Comma))
            cursor.Skip();
        return new AlterIdentityAction(cursor.SpanFrom(start), column);
    }
}
