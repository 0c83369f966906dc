using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE SCHEMA with the objects created in it.</summary>
internal static class SchemaParser
{
    public static SqlStatement? Create(TokenCursor cursor)
    {
        cursor.Skip();
        var ifNotExists = cursor.AcceptIfNotExists();
        cursor.TryName(out var schema);
        if (cursor.Accept(Keyword.Authorization))
        {
            var isUnnamed = schema is null;
            if (!cursor.TryLabel(out var role))
                return null;
            schema = isUnnamed ? role : schema;
        }

        var elements = new List<SqlStatement>();
        while (!cursor.AtEnd)
        {
            if (!BeginsElement(cursor))
                return null;
            elements.Add(cursor.ReadNested(EndOfElement(cursor)));
        }

        return new CreateSchemaStatement(cursor.StatementSpan, schema, ifNotExists, elements);
    }

    /// <summary>The elements stand side by side without a separator: CREATE and GRANT are reserved words.</summary>
    private static int EndOfElement(TokenCursor cursor)
    {
        var start = cursor.Position;
        cursor.Skip();
        while (!cursor.AtEnd && !BeginsElement(cursor))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }

        var end = cursor.Position;
        cursor.Position = start;
        return end;
    }

    /// <summary>GRANT CREATE ON … and WITH GRANT OPTION begin nothing.</summary>
    private static bool BeginsElement(TokenCursor cursor) => cursor.Keyword switch
    {
        Keyword.Create => cursor.Peek(1).Keyword != Keyword.On && cursor.Peek(1).Kind != SqlTokenKind.Comma,
        Keyword.Grant => cursor.Peek(-1).Keyword != Keyword.With,
        _ => false,
    };
}
