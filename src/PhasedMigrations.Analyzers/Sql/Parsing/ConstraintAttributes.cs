using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>What may follow a constraint in any order: DEFERRABLE, INITIALLY …, NOT VALID, NO INHERIT, [NOT] ENFORCED.</summary>
internal static class ConstraintAttributes
{
    /// <summary>Takes one attribute and applies it to the last constraint, if there is one.</summary>
    public static bool TryAccept(TokenCursor cursor, List<SqlConstraint>? constraints)
    {
        if (TryRead(cursor) is not { } apply)
            return false;
        if (constraints is { Count: > 0 })
            constraints[constraints.Count - 1] = apply(constraints[constraints.Count - 1]);
        return true;
    }

    /// <summary>All attributes of one constraint.</summary>
    public static SqlConstraint Accept(TokenCursor cursor, SqlConstraint constraint)
    {
        while (TryRead(cursor) is { } apply)
            constraint = apply(constraint);
        return constraint;
    }

    private static Func<SqlConstraint, SqlConstraint>? TryRead(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Not, Keyword.Valid))
            return static constraint => constraint with { IsNotValid = true };
        if (cursor.Accept(Keyword.Not, Keyword.Enforced))
            return static constraint => constraint with { IsNotEnforced = true };
        if (cursor.Accept(Keyword.Deferrable))
            return static constraint => constraint with { IsDeferrable = true };
        if (cursor.Accept(Keyword.Initially, Keyword.Deferred))
            return static constraint => constraint with { IsDeferrable = true, IsInitiallyDeferred = true };
        return cursor.Accept(Keyword.Not, Keyword.Deferrable)
            || cursor.Accept(Keyword.Initially, Keyword.Immediate)
            || cursor.Accept(Keyword.No, Keyword.Inherit)
            || cursor.Accept(Keyword.Enforced)
                ? static constraint => constraint
                : null;
    }
}
