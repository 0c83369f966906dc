using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Recognises an expression whose value is fixed before the statement runs: literals, casts and operators over them.</summary>
internal static class ConstantParser
{
    private const int MaximumNesting = 16;

    /// <summary>Passes over a constant. False, anywhere, when something else stands there.</summary>
    public static bool TryRead(TokenCursor cursor, bool allowsParameters) => TryRead(cursor, allowsParameters, MaximumNesting);

    private static bool TryRead(TokenCursor cursor, bool allowsParameters, int nesting)
    {
        while (true)
        {
            while (cursor.IsOperator("+") || cursor.IsOperator("-"))
                cursor.Skip();
            if (!TryPrimary(cursor, allowsParameters, nesting))
                return false;
            while (cursor.Accept(SqlTokenKind.TypeCast))
            {
                if (!TypeNameParser.TryRead(cursor, out _))
                    return false;
            }

            if (!IsArithmetic(cursor))
                return true;
            cursor.Skip();
        }
    }

    private static bool TryPrimary(TokenCursor cursor, bool allowsParameters, int nesting)
    {
        if (nesting == 0)
            return false;

        switch (cursor.Current.Kind)
        {
            case SqlTokenKind.Number or SqlTokenKind.BitString:
                cursor.Skip();
                return true;
            case SqlTokenKind.Parameter:
                cursor.Skip();
                return allowsParameters;
            case SqlTokenKind.OpenParenthesis:
                cursor.Skip();
                return TryRead(cursor, allowsParameters, nesting - 1) && cursor.Accept(SqlTokenKind.CloseParenthesis);
            case var kind when TokenCursor.IsStringLiteral(kind):
                return cursor.TryString(out _);
        }

        switch (cursor.Keyword)
        {
            case Keyword.Null or Keyword.True or Keyword.False:
                cursor.Skip();
                return true;
            case Keyword.Cast:
                cursor.Skip();
                return cursor.Accept(SqlTokenKind.OpenParenthesis)
                    && TryRead(cursor, allowsParameters, nesting - 1)
                    && cursor.Accept(Keyword.As)
                    && TypeNameParser.TryRead(cursor, out _)
                    && cursor.Accept(SqlTokenKind.CloseParenthesis);
            case Keyword.Array:
                cursor.Skip();
                return TryArray(cursor, allowsParameters, nesting);
            default:
                return TypeNameParser.TryRead(cursor, out _) && cursor.TryString(out _); // date '2020-01-01'
        }
    }

    private static bool TryArray(TokenCursor cursor, bool allowsParameters, int nesting)
    {
        if (!cursor.Accept(SqlTokenKind.OpenBracket))
            return false;
        if (cursor.Accept(SqlTokenKind.CloseBracket))
            return true;
        do
        {
            if (cursor.Is(SqlTokenKind.OpenBracket) ? nesting == 0 || !TryArray(cursor, allowsParameters, nesting - 1) : !TryRead(cursor, allowsParameters, nesting - 1))
                return false;
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseBracket);
    }

    private static bool IsArithmetic(TokenCursor cursor) =>
        cursor.IsOperator("+") || cursor.IsOperator("-") || cursor.IsOperator("*") || cursor.IsOperator("/") || cursor.IsOperator("||");
}
