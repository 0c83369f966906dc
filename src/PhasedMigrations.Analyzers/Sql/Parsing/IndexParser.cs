using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE INDEX from the word UNIQUE or INDEX on, and REINDEX.</summary>
internal static class IndexParser
{
    public static SqlStatement? Create(TokenCursor cursor)
    {
        var isUnique = cursor.Accept(Keyword.Unique);
        if (!cursor.Accept(Keyword.Index))
            return null;

        var isConcurrent = cursor.Accept(Keyword.Concurrently);
        var ifNotExists = cursor.AcceptIfNotExists();
        string? name = null;
        var isNamed = !cursor.Is(Keyword.On);
        if (isNamed && !cursor.TryName(out name))
            return null;
        if (!cursor.Accept(Keyword.On) || !cursor.TryTable(out var table, out var isOnly))
            return null;

        string? method = null;
        if (cursor.Accept(Keyword.Using) && !cursor.TryName(out method))
            return null;
        if (Elements(cursor) is not { } elements)
            return null;
        List<IndexElement>? included = [];
        if (cursor.Accept(Keyword.Include) && (included = Elements(cursor)) is null)
            return null;
        if (cursor.Accept(Keyword.Nulls) && !(cursor.Accept(Keyword.Distinct) || cursor.Accept(Keyword.Not, Keyword.Distinct)))
            return null;
        if (cursor.Accept(Keyword.With) && !cursor.SkipParentheses())
            return null;
        if (cursor.Accept(Keyword.TableSpace) && !cursor.TryName(out _))
            return null;

        return new CreateIndexStatement(cursor.StatementSpan, name, table)
        {
            IsNamed = isNamed,
            IsUnique = isUnique,
            IsConcurrent = isConcurrent,
            IfNotExists = ifNotExists,
            IsOnly = isOnly,
            Method = method,
            Elements = elements,
            Included = included,
            Predicate = cursor.Accept(Keyword.Where) ? cursor.Expression() : null,
        };
    }

    public static SqlStatement? Reindex(TokenCursor cursor)
    {
        cursor.Skip();
        OptionList.TryRead(cursor, "concurrently", out var isConcurrent);
        ObjectKind? kind = cursor.Keyword switch
        {
            Keyword.Index => ObjectKind.Index,
            Keyword.Table => ObjectKind.Table,
            Keyword.Schema => ObjectKind.Schema,
            Keyword.Database => ObjectKind.Database,
            Keyword.System => ObjectKind.Other,
            _ => null,
        };
        if (kind is null)
            return null;

        cursor.Skip();
        isConcurrent |= cursor.Accept(Keyword.Concurrently);
        cursor.TryQualifiedName(out var name);
        return new ReindexStatement(cursor.StatementSpan, kind.Value, name, isConcurrent);
    }

    private static List<IndexElement>? Elements(TokenCursor cursor)
    {
        if (!cursor.Accept(SqlTokenKind.OpenParenthesis))
            return null;

        var elements = new List<IndexElement>(2);
        do
        {
            if (Element(cursor) is not { } element)
                return null;
            elements.Add(element);
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseParenthesis) ? elements : null;
    }

    /// <summary>A column or an expression, with collation, operator class and order.</summary>
    private static IndexElement? Element(TokenCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.TryName(out var column) || cursor.Current.Kind is SqlTokenKind.OpenParenthesis or SqlTokenKind.Dot)
            column = null;
        cursor.Position = start;
        return cursor.Expression() is { } expression ? new IndexElement(column, expression) : null;
    }
}
