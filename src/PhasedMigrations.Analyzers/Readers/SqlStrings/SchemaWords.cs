using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// Whether SQL in application code can change the schema, as far as its text shows. Nearly all of it reads and writes rows, and is not worth
/// binding.
/// </summary>
internal static class SchemaWords
{
    private const int MaximumDepth = 4;

    private static readonly string[] Words =
        ["CREATE", "ALTER", "DROP", "REINDEX", "TRUNCATE", "VACUUM", "CLUSTER", "REFRESH", "LOCK", "$$", "DO '", "CHECKPOINT", "ATTACH"];

    /// <summary>False when every text that the code hands over is written beside it, and none has a word of the kind.</summary>
    public static bool MayBeIn(SyntaxNode callSite) => callSite switch
    {
        _ when SqlStringReader.BatchOf(callSite) is not null => true,
        AssignmentExpressionSyntax assignment => MayBeIn(assignment.Right, depth: 0),
        InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } => SqlOf(arguments).Any(argument => MayBeIn(argument, depth: 0)),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } => SqlOf(arguments).Any(argument => MayBeIn(argument, depth: 0)),
        _ => true,
    };

    public static bool AreIn(string text) => Words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>By its name, or else the first argument, which an extension method that is called as a static one moves to the second place.</summary>
    private static IEnumerable<ExpressionSyntax> SqlOf(SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText is "sql" or "commandText" or "cmdText") is { } named
            ? [named.Expression]
            : arguments.Take(2).Select(argument => argument.Expression).Where(expression => expression is not AnonymousObjectCreationExpressionSyntax);

    private static bool MayBeIn(ExpressionSyntax expression, int depth) => depth > MaximumDepth || expression switch
    {
        LiteralExpressionSyntax literal => AreIn(literal.Token.ValueText),
        InterpolatedStringExpressionSyntax interpolation => interpolation.Contents.Any(part => part switch
        {
            InterpolatedStringTextSyntax text => AreIn(text.TextToken.ValueText),
            InterpolationSyntax { Expression: LiteralExpressionSyntax or InterpolatedStringExpressionSyntax } hole => MayBeIn(hole.Expression, depth + 1),
            _ => false,
        }),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => MayBeIn(sum.Left, depth) || MayBeIn(sum.Right, depth + 1),
        ParenthesizedExpressionSyntax parenthesized => MayBeIn(parenthesized.Expression, depth + 1),
        IdentifierNameSyntax name => MayBeIn(name, depth),
        _ => true,
    };

    /// <summary>A local is worth what it is declared as; a parameter is not known.</summary>
    private static bool MayBeIn(IdentifierNameSyntax name, int depth)
    {
        var text = name.Identifier.ValueText;
        if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
            return true;

        var isDeclared = false;
        foreach (var node in member.DescendantNodes())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } initializer } declarator when declarator.Identifier.ValueText == text:
                    isDeclared = true;
                    if (MayBeIn(initializer, depth + 1))
                        return true;
                    break;
                case ParameterSyntax parameter when parameter.Identifier.ValueText == text:
                    isDeclared = true;
                    break;
            }
        }

        return !isDeclared;
    }
}
