using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Locals, fields, properties and methods, by the one expression that gives them their value.</content>
internal sealed partial class ConstantEvaluation
{
    private Constant EvaluateLocal(ILocalReferenceOperation reference, int depth)
    {
        if (_bindings.TryGetValue(reference.Local, out var bound))
            return bound;
        return reference.Local.DeclaringSyntaxReferences is [var declaration]
            && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer } declarator
            && !IsAssignedElsewhere(reference.Local.Name, declarator)
            ? Evaluate(_session.Bind(initializer, reference.SemanticModel), depth + 1)
            : Constant.Unknown;
    }

    /// <summary>By name and syntax alone: a false yes only makes a value unknown.</summary>
    private static bool IsAssignedElsewhere(string name, VariableDeclaratorSyntax declarator)
    {
        var scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return scope is null || IsChangedIn(scope, name);
    }

    private static bool IsChangedIn(SyntaxNode scope, string name) => scope.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax { Left: var left } => NamesIn(left).Contains(name),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix =>
            IsName(prefix.Operand, name),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix =>
            IsName(postfix.Operand, name),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => IsName(argument.Expression, name),
        // A list that is filled or emptied after its initializer is not what the initializer says.
        MemberAccessExpressionSyntax
        {
            Parent: InvocationExpressionSyntax,
            Name.Identifier.ValueText: "Add" or "AddRange" or "Insert" or "Remove" or "RemoveAt" or "RemoveAll" or "Clear",
        } member => IsName(member.Expression, name),
        _ => false,
    });

    /// <summary>What an assignment writes to: a name, <c>this.name</c>, <c>name[index]</c>, or each part of a tuple.</summary>
    private static IEnumerable<string> NamesIn(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => [name.Identifier.ValueText],
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => [member.Name.Identifier.ValueText],
        ElementAccessExpressionSyntax element => NamesIn(element.Expression),
        TupleExpressionSyntax tuple => tuple.Arguments.SelectMany(argument => NamesIn(argument.Expression)),
        _ => [],
    };

    private static bool IsName(ExpressionSyntax expression, string name) => NamesIn(expression).Contains(name);

    private Constant EvaluateField(IFieldReferenceOperation reference, int depth)
    {
        var field = reference.Field;
        if (field.ContainingType.IsTupleType)
            return TupleElement(Evaluate(reference.Instance, depth + 1), field);
        if (field is { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String })
            return Constant.Of("");
        return field.IsReadOnly
            && field.DeclaringSyntaxReferences is [var declaration]
            && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer } declarator
            && !IsAssignedInConstructor(declarator)
            ? Evaluate(_session.Bind(initializer, reference.SemanticModel), depth + 1)
            : Constant.Unknown;
    }

    private static bool IsAssignedInConstructor(VariableDeclaratorSyntax field) =>
        field.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members
            .Any(member => member is ConstructorDeclarationSyntax && IsChangedIn(member, field.Identifier.ValueText)) != false;

    private Constant EvaluateProperty(IPropertyReferenceOperation reference, int depth)
    {
        if (reference.Arguments is [var index])
            return ElementAt(Evaluate(reference.Instance, depth + 1), Evaluate(index.Value, depth + 1));
        var property = reference.Instance is IInstanceReferenceOperation ? _session.Overriding(reference.Property) : reference.Property;
        if (property.SetMethod is null && ValueOf(property) is { } expression)
            return Evaluate(_session.Bind(expression, reference.SemanticModel), depth + 1);
        return Evaluate(reference.Instance, depth + 1) switch
        {
            { AsArray: { } elements } when property.Name is "Length" or "Count" => Constant.Of(elements.Length),
            { AsObject: { } members } when members.TryGetValue(property.Name, out var value) => value,
            _ => Constant.Unknown,
        };
    }

    private static ExpressionSyntax? ValueOf(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax() is PropertyDeclarationSyntax syntax
            ? syntax.Initializer?.Value ?? syntax.ExpressionBody?.Expression ?? ReturnedBy(syntax.AccessorList?.Accessors.FirstOrDefault())
            : null;

    private static ExpressionSyntax? ReturnedBy(AccessorDeclarationSyntax? getter) => getter switch
    {
        { ExpressionBody.Expression: var expression } => expression,
        { Body.Statements: [ReturnStatementSyntax { Expression: var expression }] } => expression,
        _ => null,
    };

    private Constant EvaluateCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (method.ContainingType?.SpecialType == SpecialType.System_String)
            return EvaluateStringCall(call, depth);
        if (IsCopyOfCollection(method) && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } source)
            return Evaluate(source, depth + 1);

        if (call.Instance is IInstanceReferenceOperation && call.IsVirtual)
            method = _session.Overriding(method);
        if (method.ReturnsVoid || ReturnedBy(method) is not { } expression)
            return Constant.Unknown;
        return BindArguments(call.Arguments, method, depth).Evaluate(_session.Bind(expression, call.SemanticModel), depth + 1);
    }

    private Constant EvaluateStringCall(IInvocationOperation call, int depth)
    {
        if (call.Instance is not null)
            return EvaluateTextMethod(call, Part(call.Instance, depth), depth);
        if (call.TargetMethod.Name != "Equals")
            return EvaluateJoin(call, depth);
        return call.Arguments is [var left, var right, ..]
            && Evaluate(left.Value, depth + 1).AsText is { } a && Evaluate(right.Value, depth + 1).AsText is { } b
            ? Constant.Of(a.Equals(b, ComparisonOf(call)))
            : Constant.Unknown;
    }

    private static bool IsCopyOfCollection(IMethodSymbol method) =>
        method.Name is "ToArray" or "ToList" or "AsEnumerable" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList" or "AsReadOnly"
        && method.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>What the parameters of the called method are worth inside it.</summary>
    public ConstantEvaluation BindArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method) =>
        BindArguments(arguments, method, depth: 0);

    private ConstantEvaluation BindArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, int depth)
    {
        var parameters = method.OriginalDefinition.Parameters;
        if (method.OriginalDefinition.PartialImplementationPart is { } implementation)
            parameters = implementation.Parameters;
        var inner = this;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { Ordinal: var ordinal } && ordinal < parameters.Length)
                inner = inner.With(parameters[ordinal], Evaluate(argument.Value, depth + 1));
        }

        return inner;
    }

    private static ExpressionSyntax? ReturnedBy(IMethodSymbol method) =>
        method.OriginalDefinition.DeclaringSyntaxReferences is [var declaration]
            ? declaration.GetSyntax() switch
            {
                BaseMethodDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
                BaseMethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: var expression }] } => expression,
                LocalFunctionStatementSyntax { ExpressionBody.Expression: var expression } => expression,
                LocalFunctionStatementSyntax { Body.Statements: [ReturnStatementSyntax { Expression: var expression }] } => expression,
                _ => null,
            }
            : null;

    private Constant EvaluateMethodReference(IMethodReferenceOperation reference) =>
        _session.BodyOf(reference.Method, reference.SemanticModel) is { } body
            ? Constant.Of(new Callable(body, reference.Method.OriginalDefinition.Parameters, this))
            : Constant.Unknown;
}
