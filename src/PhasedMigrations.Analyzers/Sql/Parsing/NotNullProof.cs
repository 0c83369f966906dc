using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// Which columns a CHECK proves not to be NULL, so that SET NOT NULL needs no scan: a part of what PostgreSQL's
/// ConstraintImpliedByRelConstraint finds (tablecmds.c). A comparison proves nothing: a CHECK accepts what compares to NULL.
/// Run on every supported server by tests/PhasedMigrations.Proofs.
/// </summary>
internal static class NotNullProof
{
    /// <summary>Conditions nested deeper than this are taken to prove nothing.</summary>
    private const int MaximumNesting = 16;

    public static IReadOnlyCollection<string> Of(SqlExpression condition)
    {
        // Most conditions compare, and need not be read.
        if (condition.Source.IndexOf("null", condition.Start, condition.Length, StringComparison.OrdinalIgnoreCase) < 0)
            return [];

        var cursor = TokenCursor.Over(
            new SqlSource(condition.Source, Literal: null), condition.Start, condition.Start + condition.Length, new NameTable(), depth: 0);
        return Alternatives(cursor, 0, cursor.End, isNegated: false, MaximumNesting);
    }

    /// <summary>a OR b proves what both do; NOT (a OR b) what either does.</summary>
    private static HashSet<string> Alternatives(TokenCursor cursor, int start, int end, bool isNegated, int nesting) => Combine(
        ConditionTerms.Split(cursor, start, end, Keyword.Or).Select(part => Terms(cursor, part.Start, part.End, isNegated, nesting)),
        isUnion: isNegated);

    private static HashSet<string> Terms(TokenCursor cursor, int start, int end, bool isNegated, int nesting) => Combine(
        ConditionTerms.Split(cursor, start, end, Keyword.And).Select(part => Term(cursor, part.Start, part.End, isNegated, nesting)),
        isUnion: !isNegated);

    private static HashSet<string> Combine(IEnumerable<HashSet<string>> parts, bool isUnion)
    {
        HashSet<string>? all = null;
        foreach (var part in parts)
        {
            if (all is null)
                all = part;
            else if (isUnion)
                all.UnionWith(part);
            else
                all.IntersectWith(part);
        }

        return all ?? [];
    }

    private static HashSet<string> Term(TokenCursor cursor, int start, int end, bool isNegated, int nesting)
    {
        cursor.Position = start;
        if (nesting == 0 || start >= end)
            return [];
        if (cursor.Accept(Keyword.Not))
            return Term(cursor, start + 1, end, !isNegated, nesting - 1);
        if (cursor.Is(SqlTokenKind.OpenParenthesis) && cursor.EndOfGroup() == end)
            return Alternatives(cursor, start + 1, end - 1, isNegated, nesting - 1);
        return TryColumn(cursor, out var column) && IsNullTest(cursor, end) is { } isNotNull && isNotNull != isNegated ? [column] : [];
    }

    private static bool TryColumn(TokenCursor cursor, out string column)
    {
        column = "";
        var parentheses = 0;
        while (cursor.Accept(SqlTokenKind.OpenParenthesis))
            parentheses++;
        if (!cursor.TryQualifiedName(out var name) || name is not { } known)
            return false;
        for (; parentheses > 0; parentheses--)
        {
            if (!cursor.Accept(SqlTokenKind.CloseParenthesis))
                return false;
        }

        column = known.Name;
        return true;
    }

    /// <summary>True for IS NOT NULL, false for IS NULL, null for anything else. PostgreSQL reads IS DISTINCT FROM NULL as the first.</summary>
    private static bool? IsNullTest(TokenCursor cursor, int end)
    {
        bool? isNotNull = null;
        if (cursor.Accept(Keyword.NotNull))
            isNotNull = true;
        else if (cursor.Accept(Keyword.IsNull))
            isNotNull = false;
        else if (cursor.Accept(Keyword.Is))
        {
            var isNegated = cursor.Accept(Keyword.Not);
            if (cursor.Accept(Keyword.Distinct, Keyword.From, Keyword.Null))
                isNotNull = !isNegated;
            else if (cursor.Accept(Keyword.Null))
                isNotNull = isNegated;
        }

        return cursor.Position == end ? isNotNull : null;
    }
}
