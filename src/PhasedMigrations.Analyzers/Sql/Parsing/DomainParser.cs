using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE DOMAIN and ALTER DOMAIN, from the word DOMAIN on.</summary>
internal static class DomainParser
{
    public static SqlStatement? Create(TokenCursor cursor)
    {
        cursor.Skip();
        if (!cursor.TryQualifiedName(out var domain))
            return null;
        cursor.Accept(Keyword.As);
        if (!TypeNameParser.TryRead(cursor, out var type) || ColumnParser.Constraints(cursor) is not { } constraints)
            return null;
        return new CreateDomainStatement(cursor.StatementSpan, domain, type, constraints);
    }

    public static SqlStatement? Alter(TokenCursor cursor)
    {
        cursor.Skip();
        return cursor.TryQualifiedName(out var domain) ? Change(cursor, domain) : null;
    }

    private static AlterDomainStatement? Change(TokenCursor cursor, TableName? domain)
    {
        var span = cursor.StatementSpan;
        if (cursor.Accept(Keyword.Add))
        {
            return Constraint(cursor) is { } constraint
                ? new AlterDomainStatement(span, domain, DomainChange.AddConstraint) { Constraint = constraint }
                : null;
        }

        if (cursor.Accept(Keyword.Validate, Keyword.Constraint))
            return Named(cursor, new AlterDomainStatement(span, domain, DomainChange.ValidateConstraint));
        if (cursor.Accept(Keyword.Drop, Keyword.Constraint))
        {
            cursor.AcceptIfExists();
            var statement = Named(cursor, new AlterDomainStatement(span, domain, DomainChange.DropConstraint));
            cursor.AcceptCascade();
            return statement;
        }

        if (cursor.Accept(Keyword.Rename, Keyword.Constraint))
        {
            var statement = Named(cursor, new AlterDomainStatement(span, domain, DomainChange.RenameConstraint));
            return cursor.Accept(Keyword.To) && cursor.TryName(out _) ? statement : null;
        }

        return Simple(cursor) is { } change ? new AlterDomainStatement(span, domain, change) : null;
    }

    private static DomainChange? Simple(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Set, Keyword.Not, Keyword.Null))
            return DomainChange.SetNotNull;
        if (cursor.Accept(Keyword.Drop, Keyword.Not, Keyword.Null))
            return DomainChange.DropNotNull;
        if (cursor.Accept(Keyword.Drop, Keyword.Default))
            return DomainChange.DropDefault;
        if (cursor.Accept(Keyword.Set, Keyword.Default))
            return cursor.Expression() is null ? null : DomainChange.SetDefault;
        if (cursor.Accept(Keyword.Rename, Keyword.To))
            return cursor.TryName(out _) ? DomainChange.Rename : null;
        if (cursor.Accept(Keyword.Set, Keyword.Schema))
            return cursor.TryName(out _) ? DomainChange.SetSchema : null;
        return cursor.Accept(Keyword.Owner, Keyword.To) && cursor.TryLabel(out _) ? DomainChange.Owner : null;
    }

    /// <summary>CHECK or NOT NULL: a domain has no columns to name.</summary>
    private static SqlConstraint? Constraint(TokenCursor cursor)
    {
        var start = cursor.Position;
        string? name = null;
        if (cursor.Accept(Keyword.Constraint) && !cursor.TryName(out name))
            return null;

        var constraint = cursor.Accept(Keyword.Not, Keyword.Null)
            ? new NotNullConstraint(cursor.SpanFrom(start), name, Column: null)
            : ConstraintParser.Body(cursor, start, name, isInColumn: true);
        return constraint is null ? null : ConstraintAttributes.Accept(cursor, constraint);
    }

    private static AlterDomainStatement? Named(TokenCursor cursor, AlterDomainStatement statement) =>
        cursor.TryName(out var name) ? statement with { ConstraintName = name } : null;
}
