using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class CreateParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        cursor.Skip();
        var orReplace = cursor.Accept(Keyword.Or, Keyword.Replace);
        if (cursor.Is(Keyword.Global) || cursor.Is(Keyword.Local))
            cursor.Skip();
        var isTemporary = cursor.Accept(Keyword.Temporary) || cursor.Accept(Keyword.Temp);
        var isUnlogged = !isTemporary && cursor.Accept(Keyword.Unlogged);

        switch (cursor.Keyword)
        {
            case Keyword.Table:
                return TableParser.Create(cursor, isTemporary, isUnlogged, isForeign: false);
            case Keyword.Foreign when cursor.Accept(Keyword.Foreign, Keyword.Table):
                cursor.Position--;
                return TableParser.Create(cursor, isTemporary, isUnlogged, isForeign: true);
            case Keyword.Unique or Keyword.Index:
                return IndexParser.Create(cursor);
            case Keyword.View or Keyword.Recursive or Keyword.Materialized:
                return ViewParser.Create(cursor, orReplace, isTemporary);
            case Keyword.Function or Keyword.Procedure:
                return RoutineParser.Create(cursor, orReplace);
            case Keyword.Trigger or Keyword.Constraint:
                return TriggerParser.Create(cursor, orReplace);
            case Keyword.Schema:
                return SchemaParser.Create(cursor);
            case Keyword.Type:
                return TypeParser.Create(cursor);
            case Keyword.Domain:
                return DomainParser.Create(cursor);
            default:
                return Other(cursor);
        }
    }

    /// <summary>The rest of these statements tells nothing about locks: only the name, and the table of a policy or rule, are read.</summary>
    private static CreateObjectStatement? Other(TokenCursor cursor)
    {
        if (ObjectKinds.Read(cursor) is not { } kind)
            return null;

        cursor.AcceptIfNotExists();
        TableName? table = null;
        if (cursor.TryQualifiedName(out var name) && kind is ObjectKind.Policy or ObjectKind.Rule)
            table = TableOf(cursor, kind);
        cursor.SkipAll();
        return new CreateObjectStatement(cursor.StatementSpan, kind, name, table);
    }

    /// <summary>CREATE POLICY p ON t; CREATE RULE r AS ON event TO t.</summary>
    private static TableName? TableOf(TokenCursor cursor, ObjectKind kind)
    {
        var isFound = kind == ObjectKind.Policy
            ? cursor.Accept(Keyword.On)
            : cursor.Accept(Keyword.As, Keyword.On) && SkipEvent(cursor) && cursor.Accept(Keyword.To);
        return isFound && cursor.TryQualifiedName(out var table) ? table : null;
    }

    private static bool SkipEvent(TokenCursor cursor)
    {
        cursor.Skip();
        return true;
    }
}
