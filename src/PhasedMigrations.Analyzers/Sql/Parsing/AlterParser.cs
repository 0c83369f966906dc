using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class AlterParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        cursor.Skip();
        switch (cursor.Keyword)
        {
            case Keyword.Table:
                return AlterTableParser.Read(cursor, ObjectKind.Table);
            case Keyword.Type:
                return TypeParser.Alter(cursor);
            case Keyword.Domain:
                return DomainParser.Alter(cursor);
            case Keyword.System:
                cursor.SkipAll();
                return new AlterSystemStatement(cursor.StatementSpan);
            case Keyword.Default: // ALTER DEFAULT PRIVILEGES
                cursor.SkipAll();
                return new OtherStatement(cursor.StatementSpan, Keyword.Alter);
        }

        if (ObjectKinds.Read(cursor) is not { } kind)
            return null;
        if (kind is ObjectKind.Index or ObjectKind.View or ObjectKind.MaterializedView or ObjectKind.Sequence or ObjectKind.ForeignTable)
        {
            cursor.Position--; // on the last word of the kind, as on TABLE
            return AlterTableParser.Read(cursor, kind);
        }

        return Object(cursor, kind);
    }

    /// <summary>What follows the name of an object that is no relation.</summary>
    public static AlterObjectStatement Change(TokenCursor cursor, ObjectKind kind, TableName? name, TableName? table = null)
    {
        var change = ObjectChange.Other;
        if (cursor.Is(Keyword.Rename))
            change = ObjectChange.Rename;
        else if (cursor.Is(Keyword.Owner, Keyword.To))
            change = ObjectChange.Owner;
        else if (cursor.Is(Keyword.Set, Keyword.Schema))
            change = ObjectChange.SetSchema;
        cursor.SkipAll();
        return new AlterObjectStatement(cursor.StatementSpan, kind, name, change) { Table = table };
    }

    private static AlterObjectStatement Object(TokenCursor cursor, ObjectKind kind)
    {
        cursor.AcceptIfExists();
        TableName? table = null;
        if (!cursor.TryQualifiedName(out var name))
            cursor.Skip(); // an operator
        cursor.SkipParentheses();
        if (cursor.Accept(Keyword.Using))
            cursor.Skip();
        if (cursor.Accept(Keyword.On))
            cursor.TryQualifiedName(out table);
        return Change(cursor, kind, name, table);
    }
}
