using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <summary>
/// Computes what migration code passes as arguments: literals, constants, locals and read-only fields with an initializer,
/// parameters bound by a caller, loop variables, concatenation, interpolation and arrays. Everything else is unknown.
/// </summary>
internal sealed class ConstantEvaluation(ImmutableDictionary<ISymbol, Constant> bindings)
{
    /// <summary>Expressions nested deeper than this are machine-made; following them risks the stack.</summary>
    private const int MaximumDepth = 64;

    public static readonly ConstantEvaluation Empty = new(ImmutableDictionary.Create<ISymbol, Constant>(SymbolEqualityComparer.Default));

    public ConstantEvaluation With(ISymbol symbol, Constant value) => new(bindings.SetItem(symbol, value));

    public Constant Evaluate(IOperation? operation) => Evaluate(operation, depth: 0);

    private Constant Evaluate(IOperation? operation, int depth)
    {
        if (operation is null || depth > MaximumDepth)
            return Constant.Unknown;
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constant.Of(constant.Value);

        return operation switch
        {
            IConversionOperation conversion => Evaluate(conversion.Operand, depth + 1),
            IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand, depth + 1),
            IParameterReferenceOperation parameter => Bound(parameter.Parameter),
            ILocalReferenceOperation local => EvaluateLocal(local, depth),
            IFieldReferenceOperation { Field.IsReadOnly: true } field => EvaluateField(field, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Concatenate(
                new[] { Evaluate(sum.LeftOperand, depth + 1), Evaluate(sum.RightOperand, depth + 1) }),
            IInterpolatedStringOperation interpolation => Concatenate(
                interpolation.Parts.Select(part => EvaluatePart(part, depth))),
            IArrayCreationOperation { Initializer: { } initializer } => EvaluateElements(initializer.ElementValues, depth),
            _ => Constant.Unknown,
        };
    }

    private Constant Bound(ISymbol symbol) => bindings.TryGetValue(symbol, out var value) ? value : Constant.Unknown;

    private Constant EvaluateLocal(ILocalReferenceOperation reference, int depth)
    {
        if (bindings.TryGetValue(reference.Local, out var bound))
            return bound;
        return reference.Local.DeclaringSyntaxReferences is [var declaration]
            && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer } declarator
            && !IsAssignedElsewhere(reference.Local.Name, declarator)
            ? Evaluate(OperationOf(initializer, reference.SemanticModel), depth + 1)
            : Constant.Unknown;
    }

    /// <summary>By name and syntax alone: a false yes only makes a value unknown.</summary>
    private static bool IsAssignedElsewhere(string name, VariableDeclaratorSyntax declarator)
    {
        var scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return scope is null || scope.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == name,
            PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } prefix =>
                operand.Identifier.ValueText == name && prefix.OperatorToken.Text is "++" or "--",
            PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } postfix =>
                operand.Identifier.ValueText == name && postfix.OperatorToken.Text is "++" or "--",
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax argument } =>
                argument.Identifier.ValueText == name,
            _ => false,
        });
    }

    private Constant EvaluateField(IFieldReferenceOperation reference, int depth) =>
        reference.Field.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
            ? Evaluate(OperationOf(initializer, reference.SemanticModel), depth + 1)
            : Constant.Unknown;

    /// <summary>Only within the file at hand: another file's initializer would cost another semantic model.</summary>
    private static IOperation? OperationOf(SyntaxNode syntax, SemanticModel? model) =>
        model is not null && syntax.SyntaxTree == model.SyntaxTree ? model.GetOperation(syntax) : null;

    private Constant EvaluatePart(IInterpolatedStringContentOperation part, int depth) => part switch
    {
        IInterpolatedStringTextOperation text => Evaluate(text.Text, depth + 1),
        IInterpolationOperation { Alignment: null, FormatString: null } hole => Evaluate(hole.Expression, depth + 1),
        _ => Constant.Unknown,
    };

    private Constant EvaluateElements(ImmutableArray<IOperation> elements, int depth) =>
        Constant.Of(elements.Select(element => Evaluate(element, depth + 1)).ToImmutableArray());

    private static Constant Concatenate(IEnumerable<Constant> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (!part.IsKnown || part.Value is not (null or string or char or int or long))
                return Constant.Unknown;
            text.Append(Convert.ToString(part.Value, CultureInfo.InvariantCulture));
        }

        return Constant.Of(text.ToString());
    }
}
