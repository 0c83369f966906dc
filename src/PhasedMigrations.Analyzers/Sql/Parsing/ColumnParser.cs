using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Column definitions: CREATE TABLE, ADD COLUMN, and the constraints of CREATE DOMAIN.</summary>
internal static class ColumnParser
{
    private static readonly IReadOnlyList<SqlConstraint> None = [];

    /// <param name="isTyped">The type may be missing: it comes from the parent table or the composite type.</param>
    public static ColumnDefinition? Read(TokenCursor cursor, bool isTyped = false)
    {
        var start = cursor.Position;
        if (!cursor.TryName(out var name))
            return null;

        SqlTypeName? type = null;
        if (!isTyped)
        {
            if (!TypeNameParser.TryRead(cursor, out var read))
                return null;
            type = read;
        }
        else
        {
            cursor.Accept(Keyword.With, Keyword.Options);
        }

        var constraints = Constraints(cursor);
        return constraints is null ? null : new ColumnDefinition(cursor.SpanFrom(start), name, type, constraints);
    }

    /// <summary>Everything that may follow the type, in any order. Null when one of them is not understood.</summary>
    public static IReadOnlyList<SqlConstraint>? Constraints(TokenCursor cursor)
    {
        List<SqlConstraint>? constraints = null;
        while (!cursor.AtEnd)
        {
            if (ConstraintAttributes.TryAccept(cursor, constraints) || TryAcceptSetting(cursor))
                continue;

            var start = cursor.Position;
            string? name = null;
            if (cursor.Accept(Keyword.Constraint) && !cursor.TryName(out name))
                return null;
            if (cursor.Keyword is not (Keyword.Not or Keyword.Null or Keyword.Default or Keyword.Check or Keyword.Unique or Keyword.Primary
                or Keyword.References or Keyword.Generated))
            {
                return cursor.Position == start ? constraints ?? None : null;
            }

            if (Constraint(cursor, start, name) is not { } constraint)
                return null;
            (constraints ??= new List<SqlConstraint>(2)).Add(constraint);
        }

        return constraints ?? None;
    }

    private static SqlConstraint? Constraint(TokenCursor cursor, int start, string? name)
    {
        switch (cursor.Keyword)
        {
            case Keyword.Not:
                return cursor.Accept(Keyword.Not, Keyword.Null) ? new NotNullConstraint(cursor.SpanFrom(start), name, Column: null) : null;
            case Keyword.Null:
                cursor.Skip();
                return new NullConstraint(cursor.SpanFrom(start), name);
            case Keyword.Default:
                cursor.Skip();
                return cursor.Expression(EndsDefault) is { } value ? new DefaultConstraint(cursor.SpanFrom(start), name, value) : null;
            case Keyword.Generated:
                return Generated(cursor, start, name);
            case Keyword.References:
                return ConstraintParser.References(cursor, start, name, keyColumns: []);
            default:
                return ConstraintParser.Body(cursor, start, name, isInColumn: true);
        }
    }

    /// <summary>GENERATED ALWAYS AS (…) or GENERATED … AS IDENTITY.</summary>
    private static SqlConstraint? Generated(TokenCursor cursor, int start, string? name)
    {
        cursor.Skip();
        if (!cursor.Accept(Keyword.Always) && !cursor.Accept(Keyword.By, Keyword.Default))
            return null;
        if (!cursor.Accept(Keyword.As))
            return null;
        if (cursor.Accept(Keyword.Identity))
        {
            cursor.SkipParentheses();
            return new IdentityConstraint(cursor.SpanFrom(start), name);
        }

        if (cursor.Parenthesized() is not { } value)
            return null;
        var isStored = cursor.Accept(Keyword.Stored);
        var isVirtual = !isStored && cursor.Accept(Keyword.Virtual);
        return new GeneratedConstraint(cursor.SpanFrom(start), name, value, isStored, isVirtual);
    }

    /// <summary>COLLATE, COMPRESSION, STORAGE, OPTIONS: nothing that locks or scans.</summary>
    private static bool TryAcceptSetting(TokenCursor cursor)
    {
        switch (cursor.Keyword)
        {
            case Keyword.Collate:
                cursor.Skip();
                return cursor.TryQualifiedName(out _);
            case Keyword.Compression or Keyword.Storage:
                cursor.Skip();
                return cursor.TryLabel(out _);
            case Keyword.Options:
                cursor.Skip();
                return cursor.SkipParentheses();
            default:
                return false;
        }
    }

    /// <summary>
    /// DEFAULT takes a b_expr: NOT, NULL and the rest can only begin the next constraint, except in IS [NOT] DISTINCT FROM and
    /// IS [NOT] DOCUMENT.
    /// </summary>
    private static bool EndsDefault(TokenCursor cursor) =>
        cursor.Keyword is Keyword.Not or Keyword.Null or Keyword.Check or Keyword.Unique or Keyword.Primary or Keyword.References
            or Keyword.Generated or Keyword.Constraint or Keyword.Default or Keyword.Collate or Keyword.Deferrable or Keyword.Initially
            or Keyword.Enforced or Keyword.Compression or Keyword.Storage or Keyword.Options
        && cursor.Peek(-1).Keyword != Keyword.Is;
}
