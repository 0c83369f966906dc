using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class DropParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        cursor.Skip();
        if (cursor.Is(Keyword.Owned, Keyword.By))
        {
            cursor.SkipAll();
            return new OtherStatement(cursor.StatementSpan, Keyword.Drop);
        }

        if (ObjectKinds.Read(cursor) is not { } kind)
            return null;

        var isConcurrent = cursor.Accept(Keyword.Concurrently);
        var ifExists = cursor.AcceptIfExists();
        var names = new List<TableName?>(1);
        if (!TryNames(cursor, kind, names, out var table))
            return null;

        return new DropStatement(cursor.StatementSpan, kind, names, table)
        {
            IsConcurrent = isConcurrent,
            IfExists = ifExists,
            IsCascade = cursor.AcceptCascade(),
        };
    }

    private static bool TryNames(TokenCursor cursor, ObjectKind kind, List<TableName?> names, out TableName? table)
    {
        table = null;
        if (kind is ObjectKind.Operator or ObjectKind.OperatorClass or ObjectKind.OperatorFamily or ObjectKind.Cast or ObjectKind.Transform
            or ObjectKind.UserMapping or ObjectKind.Database or ObjectKind.Role)
        {
            SkipToBehavior(cursor);
            return true;
        }

        do
        {
            if (!cursor.TryQualifiedName(out var name))
                return false;
            names.Add(name);
            cursor.SkipParentheses(); // the arguments of a routine
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return kind is not (ObjectKind.Trigger or ObjectKind.Policy or ObjectKind.Rule)
            || (cursor.Accept(Keyword.On) && cursor.TryQualifiedName(out table));
    }

    /// <summary>These objects have names of their own kind, and none of them is a table's.</summary>
    private static void SkipToBehavior(TokenCursor cursor)
    {
        cursor.SkipAll();
        if (cursor.Peek(-1).Keyword is Keyword.Cascade or Keyword.Restrict)
            cursor.Position--;
    }
}
