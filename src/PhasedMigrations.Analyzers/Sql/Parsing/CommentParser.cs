using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class CommentParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        cursor.Skip();
        if (!cursor.Accept(Keyword.On) || ObjectKinds.Read(cursor) is not { } kind)
            return null;

        var target = Target(cursor, kind);
        cursor.SkipAll();
        return new CommentStatement(cursor.StatementSpan, kind, target);
    }

    private static TableName? Target(TokenCursor cursor, ObjectKind kind)
    {
        switch (kind)
        {
            case ObjectKind.Column:
                return TableOfColumn(cursor);
            case ObjectKind.Constraint or ObjectKind.Trigger or ObjectKind.Policy or ObjectKind.Rule:
                return cursor.TryName(out _) && cursor.Accept(Keyword.On) && cursor.TryQualifiedName(out var table) ? table : null;
            default:
                return cursor.TryQualifiedName(out var name) ? name : null;
        }
    }

    /// <summary>table.column or schema.table.column.</summary>
    private static TableName? TableOfColumn(TokenCursor cursor)
    {
        var parts = new List<string?>(3);
        do
        {
            if (!cursor.TryLabel(out var part))
                return null;
            parts.Add(part);
        }
        while (cursor.Accept(SqlTokenKind.Dot));

        if (parts.Count < 2 || parts[parts.Count - 2] is not { } table)
            return null;
        return new TableName(parts.Count > 2 ? parts[parts.Count - 3] : null, table);
    }
}
