using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>What may follow a constraint in any order: DEFERRABLE, INITIALLY …, NOT VALID, NO INHERIT, [NOT] ENFORCED.</summary>
internal static class ConstraintAttributes
{
    /// <summary>Takes one attribute and applies it to the last constraint, if there is one.</summary>
    public static bool TryAccept(TokenCursor cursor, List<SqlConstraint>? constraints)
    {
        if (cursor.Is(Keyword.Not, Keyword.Valid) || cursor.Is(Keyword.Not, Keyword.Enforced))
        {
            var isValidity = cursor.Peek(1).Keyword == Keyword.Valid;
            cursor.Position += 2;
            if (constraints is { Count: > 0 })
                constraints[constraints.Count - 1] = Apply(constraints[constraints.Count - 1], isValidity);
            return true;
        }

        return TryAcceptPlain(cursor);
    }

    /// <summary>All attributes of one constraint.</summary>
    public static SqlConstraint Accept(TokenCursor cursor, SqlConstraint constraint)
    {
        while (true)
        {
            if (cursor.Accept(Keyword.Not, Keyword.Valid))
                constraint = Apply(constraint, isValidity: true);
            else if (cursor.Accept(Keyword.Not, Keyword.Enforced))
                constraint = Apply(constraint, isValidity: false);
            else if (!TryAcceptPlain(cursor))
                return constraint;
        }
    }

    private static SqlConstraint Apply(SqlConstraint constraint, bool isValidity) =>
        isValidity ? constraint with { IsNotValid = true } : constraint with { IsNotEnforced = true };

    private static bool TryAcceptPlain(TokenCursor cursor) =>
        cursor.Accept(Keyword.Deferrable)
        || cursor.Accept(Keyword.Not, Keyword.Deferrable)
        || cursor.Accept(Keyword.Initially, Keyword.Deferred)
        || cursor.Accept(Keyword.Initially, Keyword.Immediate)
        || cursor.Accept(Keyword.No, Keyword.Inherit)
        || cursor.Accept(Keyword.Enforced);
}
