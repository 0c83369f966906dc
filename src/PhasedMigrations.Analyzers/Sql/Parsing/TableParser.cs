using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE TABLE and CREATE FOREIGN TABLE, from the word TABLE on.</summary>
internal static class TableParser
{
    public static SqlStatement? Create(TokenCursor cursor, bool isTemporary, bool isUnlogged, bool isForeign)
    {
        cursor.Skip();
        var ifNotExists = cursor.AcceptIfNotExists();
        if (!cursor.TryQualifiedName(out var table))
            return null;

        var isTyped = false;
        PartitionParent? parent = null;
        if (cursor.Accept(Keyword.Partition, Keyword.Of))
        {
            if (!cursor.TryQualifiedName(out var parentTable))
                return null;
            parent = new PartitionParent(parentTable, default);
            isTyped = true;
        }
        else if (cursor.Accept(Keyword.Of))
        {
            if (!cursor.TryQualifiedName(out _))
                return null;
            isTyped = true;
        }

        var elements = new TableElements();
        if (cursor.Is(SqlTokenKind.OpenParenthesis) && !TryColumnNames(cursor, isTyped) && !elements.TryRead(cursor, isTyped))
            return null;
        if (parent is not null)
        {
            if (PartitionParser.Bounds(cursor) is not { } bounds)
                return null;
            parent = parent with { Bounds = bounds };
        }

        var statement = new CreateTableStatement(cursor.StatementSpan, table)
        {
            IsForeign = isForeign,
            IsTemporary = isTemporary,
            IsUnlogged = isUnlogged,
            IfNotExists = ifNotExists,
            Columns = elements.Columns,
            Constraints = elements.Constraints,
            Likes = elements.Likes,
            PartitionOf = parent,
        };
        return Tail(cursor, statement);
    }

    /// <summary>INHERITS, PARTITION BY, USING, WITH, ON COMMIT, TABLESPACE, SERVER, AS.</summary>
    private static CreateTableStatement? Tail(TokenCursor cursor, CreateTableStatement statement)
    {
        while (!cursor.AtEnd)
        {
            switch (cursor.Keyword)
            {
                case Keyword.Inherits when cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis:
                    cursor.Position += 2;
                    if (cursor.Accept(SqlTokenKind.CloseParenthesis))
                        break; // INHERITS () of a foreign table
                    if (!cursor.TryQualifiedNames(out var parents) || !cursor.Accept(SqlTokenKind.CloseParenthesis))
                        return null;
                    statement = statement with { Parents = parents };
                    break;
                case Keyword.Partition when cursor.Accept(Keyword.Partition, Keyword.By):
                    if (!cursor.TryName(out _) || !cursor.SkipParentheses())
                        return null;
                    statement = statement with { IsPartitioned = true };
                    break;
                case Keyword.As:
                    cursor.Skip();
                    var start = cursor.Position;
                    cursor.SkipAll();
                    return cursor.ExpressionFrom(start) is { } query ? statement with { Query = query } : null;
                default:
                    if (!TryAcceptStorage(cursor))
                        return null;
                    break;
            }
        }

        return statement;
    }

    private static bool TryAcceptStorage(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Using) || cursor.Accept(Keyword.TableSpace) || cursor.Accept(Keyword.Server))
            return cursor.TryName(out _);
        if (cursor.Accept(Keyword.With) || cursor.Accept(Keyword.Options))
            return cursor.SkipParentheses();
        if (cursor.Accept(Keyword.Without, Keyword.Oids))
            return true;
        return cursor.Accept(Keyword.On, Keyword.Commit)
            && (cursor.Accept(Keyword.Drop) || cursor.Accept(Keyword.Delete, Keyword.Rows) || cursor.Accept(Keyword.Preserve, Keyword.Rows));
    }

    /// <summary>The bare names of CREATE TABLE t (a, b) AS query.</summary>
    private static bool TryColumnNames(TokenCursor cursor, bool isTyped)
    {
        var start = cursor.Position;
        if (!isTyped && cursor.TryColumnList(out _))
            return true;
        cursor.Position = start;
        return false;
    }

    /// <summary>What stands in the parentheses of CREATE TABLE.</summary>
    private sealed class TableElements
    {
        public List<ColumnDefinition> Columns { get; } = [];

        public List<SqlConstraint> Constraints { get; } = [];

        public List<TableName?> Likes { get; } = [];

        public bool TryRead(TokenCursor cursor, bool isTyped)
        {
            cursor.Skip();
            if (cursor.Accept(SqlTokenKind.CloseParenthesis))
                return true;

            do
            {
                if (!TryElement(cursor, isTyped))
                    return false;
            }
            while (cursor.Accept(SqlTokenKind.Comma));

            return cursor.Accept(SqlTokenKind.CloseParenthesis);
        }

        private bool TryElement(TokenCursor cursor, bool isTyped)
        {
            if (cursor.Accept(Keyword.Like))
            {
                if (!cursor.TryQualifiedName(out var table))
                    return false;
                Likes.Add(table);
                while (cursor.Accept(Keyword.Including) || cursor.Accept(Keyword.Excluding))
                    cursor.Skip();
                return true;
            }

            if (ConstraintParser.StandsAt(cursor))
            {
                if (ConstraintParser.Read(cursor) is not { } constraint)
                    return false;
                Constraints.Add(constraint);
                return true;
            }

            if (ColumnParser.Read(cursor, isTyped) is not { } column)
                return false;
            Columns.Add(column);
            return true;
        }
    }
}
