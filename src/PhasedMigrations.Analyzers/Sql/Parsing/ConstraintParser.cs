using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Table constraints, and the parts that column constraints share with them.</summary>
internal static class ConstraintParser
{
    /// <summary>EXCLUDE and the others are ordinary names elsewhere: ADD exclude integer adds a column.</summary>
    public static bool StandsAt(TokenCursor cursor) => cursor.Keyword switch
    {
        Keyword.Constraint or Keyword.Check or Keyword.Unique or Keyword.Primary or Keyword.Foreign or Keyword.Not => true,
        Keyword.Exclude => cursor.Peek(1) is { Kind: SqlTokenKind.OpenParenthesis } or { Keyword: Keyword.Using },
        _ => false,
    };

    public static SqlConstraint? Read(TokenCursor cursor)
    {
        var start = cursor.Position;
        string? name = null;
        if (cursor.Accept(Keyword.Constraint) && !cursor.TryName(out name))
            return null;

        var constraint = Body(cursor, start, name, isInColumn: false);
        if (constraint is null)
            return null;
        constraint = ConstraintAttributes.Accept(cursor, constraint);
        return constraint with { Span = cursor.SpanFrom(start) };
    }

    public static SqlConstraint? Body(TokenCursor cursor, int start, string? name, bool isInColumn)
    {
        if (cursor.Accept(Keyword.Check))
            return cursor.Parenthesized() is { } condition ? new CheckConstraint(cursor.SpanFrom(start), name, condition) : null;
        if (cursor.Accept(Keyword.Unique))
            return Key(cursor, start, name, isPrimaryKey: false, isInColumn);
        if (cursor.Accept(Keyword.Primary, Keyword.Key))
            return Key(cursor, start, name, isPrimaryKey: true, isInColumn);
        if (isInColumn)
            return null;
        if (cursor.Accept(Keyword.Not, Keyword.Null))
            return cursor.TryName(out var column) ? new NotNullConstraint(cursor.SpanFrom(start), name, column) : null;
        if (cursor.Accept(Keyword.Exclude))
            return Exclude(cursor, start, name);
        if (cursor.Accept(Keyword.Foreign, Keyword.Key) && TryKeyColumns(cursor, out var columns, out var isTemporal))
        {
            return References(cursor, start, name, columns) is ForeignKeyConstraint key ? key with { HasPeriod = isTemporal } : null;
        }

        return null;
    }

    /// <summary>REFERENCES table (columns) with MATCH and the actions.</summary>
    public static SqlConstraint? References(TokenCursor cursor, int start, string? name, IReadOnlyList<string?> keyColumns)
    {
        if (!cursor.Accept(Keyword.References) || !cursor.TryQualifiedName(out var table))
            return null;

        IReadOnlyList<string?> principalColumns = [];
        if (cursor.Is(SqlTokenKind.OpenParenthesis) && !TryKeyColumns(cursor, out principalColumns, out _))
            return null;
        var isMatchFull = false;
        if (cursor.Accept(Keyword.Match))
        {
            isMatchFull = cursor.Keyword != Keyword.Simple;
            if (!cursor.TryLabel(out _))
                return null;
        }

        var (onUpdate, onDelete) = (ReferentialAction.NoAction, ReferentialAction.NoAction);
        IReadOnlyList<string?> onDeleteColumns = [];
        while (cursor.Is(Keyword.On, Keyword.Delete) || cursor.Is(Keyword.On, Keyword.Update))
        {
            var isDelete = cursor.Peek(1).Keyword == Keyword.Delete;
            cursor.Position += 2;
            if (Action(cursor) is not { } action)
                return null;
            IReadOnlyList<string?> columns = [];
            if (action is ReferentialAction.SetNull or ReferentialAction.SetDefault
                && cursor.Is(SqlTokenKind.OpenParenthesis) && !TryKeyColumns(cursor, out columns, out _))
                return null;
            if (isDelete)
                (onDelete, onDeleteColumns) = (action, columns);
            else
                onUpdate = action;
        }

        return new ForeignKeyConstraint(cursor.SpanFrom(start), name, keyColumns, table, principalColumns)
        {
            OnUpdate = onUpdate,
            OnDelete = onDelete,
            OnDeleteColumns = onDeleteColumns,
            IsMatchFull = isMatchFull,
        };
    }

    private static ReferentialAction? Action(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.No, Keyword.Action))
            return ReferentialAction.NoAction;
        if (cursor.Accept(Keyword.Restrict))
            return ReferentialAction.Restrict;
        if (cursor.Accept(Keyword.Cascade))
            return ReferentialAction.Cascade;
        if (cursor.Accept(Keyword.Set, Keyword.Null))
            return ReferentialAction.SetNull;
        return cursor.Accept(Keyword.Set, Keyword.Default) ? ReferentialAction.SetDefault : null;
    }

    private static UniqueConstraint? Key(TokenCursor cursor, int start, string? name, bool isPrimaryKey, bool isInColumn)
    {
        if (cursor.Is(Keyword.Using, Keyword.Index) && cursor.Peek(2).Keyword != Keyword.TableSpace && !isInColumn)
        {
            cursor.Position += 2;
            return cursor.TryName(out var index)
                ? new UniqueConstraint(cursor.SpanFrom(start), name, isPrimaryKey, [], index)
                : null;
        }

        if (cursor.Accept(Keyword.Nulls) && !(cursor.Accept(Keyword.Distinct) || cursor.Accept(Keyword.Not, Keyword.Distinct)))
            return null;

        IReadOnlyList<string?> columns = [];
        var isWithoutOverlaps = false;
        if (!isInColumn && !TryKeyColumns(cursor, out columns, out isWithoutOverlaps))
            return null;
        if (!TryAcceptIndexOptions(cursor))
            return null;
        return new UniqueConstraint(cursor.SpanFrom(start), name, isPrimaryKey, columns, UsingIndex: null) { IsWithoutOverlaps = isWithoutOverlaps };
    }

    private static ExcludeConstraint? Exclude(TokenCursor cursor, int start, string? name)
    {
        string? method = null;
        if (cursor.Accept(Keyword.Using) && !cursor.TryName(out method))
            return null;
        if (!cursor.SkipParentheses() || !TryAcceptIndexOptions(cursor))
            return null;
        if (cursor.Accept(Keyword.Where) && !cursor.SkipParentheses())
            return null;
        return new ExcludeConstraint(cursor.SpanFrom(start), name, method);
    }

    /// <summary>INCLUDE (…), WITH (…), USING INDEX TABLESPACE ….</summary>
    private static bool TryAcceptIndexOptions(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Include) && !cursor.SkipParentheses())
            return false;
        if (cursor.Accept(Keyword.With) && !cursor.SkipParentheses())
            return false;
        return !cursor.Accept(Keyword.Using, Keyword.Index, Keyword.TableSpace) || cursor.TryName(out _);
    }

    /// <summary>The columns of a key. PostgreSQL 18: PERIOD before the last of a foreign key, WITHOUT OVERLAPS after the last of a key.</summary>
    private static bool TryKeyColumns(TokenCursor cursor, out IReadOnlyList<string?> columns, out bool isTemporal)
    {
        var names = new List<string?>(2);
        columns = names;
        isTemporal = false;
        if (!cursor.Accept(SqlTokenKind.OpenParenthesis))
            return false;

        do
        {
            var hasPeriod = cursor.Is(Keyword.Period) && cursor.Peek(1).Kind is SqlTokenKind.Identifier or SqlTokenKind.QuotedIdentifier;
            if (hasPeriod)
                cursor.Skip();
            if (!cursor.TryName(out var column))
                return false;
            names.Add(column);
            isTemporal = cursor.Accept(Keyword.Without, Keyword.Overlaps) || hasPeriod;
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseParenthesis);
    }
}
