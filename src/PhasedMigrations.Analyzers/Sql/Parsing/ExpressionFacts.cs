using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>What an expression is made of, read from its text when a rule asks.</summary>
/// <param name="IsConstant">Literals, casts and operators alone: no column, function, parameter or query.</param>
/// <param name="Functions">What is called by name, COALESCE and its kind included; CURRENT_TIMESTAMP and the other keywords are not.</param>
/// <param name="Names">The columns (or variables) mentioned, without what qualifies them.</param>
/// <param name="HasQuery">A subquery stands in it.</param>
internal sealed record ExpressionFacts(
    bool IsConstant,
    IReadOnlyList<TableName> Functions,
    IReadOnlyList<string> Names,
    bool HasQuery)
{
    public static ExpressionFacts Of(SqlExpression expression)
    {
        var cursor = TokenCursor.Over(
            new SqlSource(expression.Source, Literal: null), expression.Start, expression.Start + expression.Length, NameTable.OfThisThread, depth: 0);
        var isConstant = ConstantParser.TryRead(cursor, allowsParameters: false) && cursor.AtEnd;
        cursor.Position = 0;

        var functions = new List<TableName>();
        var names = new List<string>();
        var hasQuery = false;
        while (!cursor.AtEnd)
        {
            hasQuery |= cursor.Is(Keyword.Select);
            if (cursor.Accept(SqlTokenKind.TypeCast))
                TypeNameParser.TryRead(cursor, out _);
            else if (cursor.Is(Keyword.As) && cursor.Peek(1).Kind == SqlTokenKind.Identifier)
                SkipTypeOfCast(cursor);
            else if (cursor.Accept(Keyword.At, Keyword.Time, Keyword.Zone))
                continue;
            else if (!TryNameOrCall(cursor, functions, names))
                cursor.Skip();
        }

        cursor.Release();
        return new ExpressionFacts(isConstant, functions, names, hasQuery);
    }

    private static bool TryNameOrCall(TokenCursor cursor, List<TableName> functions, List<string> names)
    {
        var isOwnSyntax = IsOwnSyntax(cursor.Keyword);
        if (!cursor.TryQualifiedName(out var name))
            return false;
        if (name is not { } known || isOwnSyntax || TokenCursor.IsStringLiteral(cursor.Current.Kind))
            return true; // a type before its literal: date '2020-01-01'

        if (cursor.Is(SqlTokenKind.OpenParenthesis))
            functions.Add(known);
        else
            names.Add(known.Name);
        return true;
    }

    /// <summary>The type of CAST (… AS type).</summary>
    private static void SkipTypeOfCast(TokenCursor cursor)
    {
        cursor.Skip();
        if (!TypeNameParser.TryRead(cursor, out _))
            cursor.Skip();
    }

    /// <summary>Words that PostgreSQL's grammar gives a meaning to inside expressions without reserving them.</summary>
    private static bool IsOwnSyntax(Keyword keyword) => keyword is Keyword.Extract or Keyword.Row or Keyword.Exists or Keyword.Between
        or Keyword.Escape or Keyword.Interval or Keyword.Values or Keyword.Nulls or Keyword.Within or Keyword.Partition or Keyword.By;
}
