using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>The values that the scaffolder writes: literals, collections of literals, a few well-known types.</summary>
internal static class ScaffoldedValue
{
    /// <returns>Null for an expression that only the compiler understands; unknown for one that is known to be computed when it runs.</returns>
    public static Constant? Of(ExpressionSyntax expression, ScaffoldedTypes types) => expression switch
    {
        LiteralExpressionSyntax literal => OfLiteral(literal),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax { Token.Value: var number } } => Negative(number),
        CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword: var type }, Expression: LiteralExpressionSyntax { Token.Value: int number } } => Cast(number, type.Kind()),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => OfElements(elements),
        CollectionExpressionSyntax { Elements: var elements } => OfElements(elements.Select(element => (element as ExpressionElementSyntax)?.Expression)),
        ArrayCreationExpressionSyntax { Initializer: null } => Constant.Unknown,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: ScaffoldedTypes.ValueGeneration } } access
            when types.ValueGenerationOf(access.Name.Identifier.ValueText) is { IsKnown: true } strategy => strategy,
        ObjectCreationExpressionSyntax creation when IsComputed(creation) => Constant.Unknown,
        _ => null,
    };

    private static Constant? OfLiteral(LiteralExpressionSyntax literal) => literal.Kind() switch
    {
        SyntaxKind.NullLiteralExpression => Constant.Of(null),
        SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression or SyntaxKind.StringLiteralExpression
            or SyntaxKind.CharacterLiteralExpression or SyntaxKind.NumericLiteralExpression => Constant.Of(literal.Token.Value),
        _ => null,
    };

    private static Constant? Negative(object? number) => number switch
    {
        int value => Constant.Of(-value),
        long value => Constant.Of(-value),
        double value => Constant.Of(-value),
        decimal value => Constant.Of(-value),
        _ => null,
    };

    private static Constant? Cast(int number, SyntaxKind type) => type switch
    {
        SyntaxKind.ByteKeyword when number is >= byte.MinValue and <= byte.MaxValue => Constant.Of((byte)number),
        SyntaxKind.ShortKeyword when number is >= short.MinValue and <= short.MaxValue => Constant.Of((short)number),
        SyntaxKind.LongKeyword => Constant.Of((long)number),
        _ => null,
    };

    /// <summary>Names of columns, directions: numbers could have to become numbers of another type.</summary>
    private static Constant? OfElements(IEnumerable<ExpressionSyntax?> elements)
    {
        var values = ImmutableArray.CreateBuilder<Constant>();
        foreach (var element in elements)
        {
            if (element is not LiteralExpressionSyntax { Token.Value: string or bool } literal)
                return null;
            values.Add(Constant.Of(literal.Token.Value));
        }

        return Constant.Of(values.ToImmutable());
    }

    /// <summary>A default that is no compile-time constant: <c>new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)</c>, <c>new Guid("…")</c>.</summary>
    private static bool IsComputed(ObjectCreationExpressionSyntax creation) =>
        creation is { Initializer: null, Type: IdentifierNameSyntax { Identifier.ValueText: "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Guid" } }
        && creation.ArgumentList?.Arguments.All(argument => argument.Expression is LiteralExpressionSyntax or MemberAccessExpressionSyntax or ObjectCreationExpressionSyntax) == true;
}
