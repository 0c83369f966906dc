using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.SqlTexts;

namespace PhasedMigrations.Readers;

/// <summary>
/// Computes what migration code passes as arguments: literals, constants, values with one initializer, parameters bound by a
/// caller, loop variables, text, collections, tuples, conditions and small methods. Everything else is unknown.
/// </summary>
internal sealed partial class ConstantEvaluation
{
    /// <summary>Expressions nested deeper than this are machine-made; following them risks the stack.</summary>
    private const int MaximumDepth = 64;

    private static readonly ImmutableDictionary<ISymbol, Constant> NoBindings =
        ImmutableDictionary.Create<ISymbol, Constant>(SymbolEqualityComparer.Default);

    private readonly ReadingSession _session;
    private readonly ImmutableDictionary<ISymbol, Constant> _bindings;

    private ConstantEvaluation(ReadingSession session, ImmutableDictionary<ISymbol, Constant> bindings)
    {
        _session = session;
        _bindings = bindings;
    }

    /// <summary>Knows nothing but the file in which the expression stands.</summary>
    public static ConstantEvaluation Empty => In(ReadingSession.OfOneFile());

    public static ConstantEvaluation In(ReadingSession session) => new(session, NoBindings);

    public ConstantEvaluation With(ISymbol symbol, Constant value) => new(_session, _bindings.SetItem(symbol, value));

    public Constant Evaluate(IOperation? operation) => Evaluate(operation, depth: 0);

    private Constant Evaluate(IOperation? operation, int depth)
    {
        if (operation is null || depth > MaximumDepth || !_session.Spend())
            return Constant.Unknown;
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constant.Of(constant.Value) with { Written = constant.Value is string ? new WrittenText.Constant(operation) : null };
        if (_session.WellKnown(operation) is { IsKnown: true } known)
            return known;
        if (IsCollectionExpression(operation))
            return EvaluateElements(operation.ChildOperations.ToImmutableArray(), depth);

        return operation switch
        {
            IConversionOperation conversion => Evaluate(conversion.Operand, depth + 1),
            IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand, depth + 1),
            IArgumentOperation argument => Evaluate(argument.Value, depth + 1),
            IParameterReferenceOperation parameter => Bound(parameter.Parameter.OriginalDefinition),
            ILocalReferenceOperation local => EvaluateLocal(local, depth),
            IFieldReferenceOperation field => EvaluateField(field, depth),
            IPropertyReferenceOperation property => EvaluateProperty(property, depth),
            IArrayElementReferenceOperation { Indices: [var index] } element =>
                ElementAt(Evaluate(element.ArrayReference, depth + 1), Evaluate(index, depth + 1)),
            IInvocationOperation call => EvaluateCall(call, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum =>
                Join(sum.Syntax, TextCollector.OperandsOf(sum).Select(operand => Part(operand, depth))),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum =>
                Add(Evaluate(sum.LeftOperand, depth + 1), Evaluate(sum.RightOperand, depth + 1)),
            IBinaryOperation binary => EvaluateCondition(binary, depth),
            IUnaryOperation unary => EvaluateUnary(unary, depth),
            IIsPatternOperation test => OfCondition(Matches(test.Pattern, Evaluate(test.Value, depth + 1), depth)),
            ISwitchExpressionOperation choice => EvaluateSwitch(choice, depth),
            IConditionalOperation choice => EvaluateChoice(choice, depth),
            ICoalesceOperation coalesce => EvaluateCoalesce(coalesce, depth),
            IInterpolatedStringOperation interpolation => Join(
                interpolation.Syntax, interpolation.Parts.Select(part => EvaluatePart(part, depth))),
            IArrayCreationOperation { Initializer: { } initializer } => EvaluateElements(initializer.ElementValues, depth),
            ITupleOperation tuple => EvaluateElements(tuple.Elements, depth),
            IObjectCreationOperation creation => EvaluateCreation(creation, depth),
            IAnonymousObjectCreationOperation creation => EvaluateAnonymousObject(creation, depth),
            IDelegateCreationOperation creation => Evaluate(creation.Target, depth + 1),
            IAnonymousFunctionOperation lambda => Constant.Of(new Callable(lambda.Body, lambda.Symbol.Parameters, this)),
            IDefaultValueOperation { Type: { } type } when type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T =>
                Constant.Of(null),
            IMethodReferenceOperation reference => EvaluateMethodReference(reference),
            _ => Constant.Unknown,
        };
    }

    /// <summary>Binds a declaration that the expression being computed refers to.</summary>
    public IOperation? Bind(SyntaxNode declaration, SemanticModel? referrer) => _session.Bind(declaration, referrer);

    private Constant Bound(ISymbol symbol) => _bindings.TryGetValue(symbol, out var value) ? value : Constant.Unknown;
}
