using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>A call as the scaffolder writes it, read without binding. What only the compiler understands makes the reading unclear.</summary>
internal sealed class ScaffoldedCall : MigrationCall
{
    private readonly ScaffoldedReading _reading;
    private readonly InvocationExpressionSyntax _invocation;
    private readonly IMethodSymbol _method;
    private readonly bool _isOnlyMethod;
    private readonly IReadOnlyDictionary<string, ExpressionSyntax>? _annotations;

    private ScaffoldedCall(
        ScaffoldedReading reading,
        InvocationExpressionSyntax invocation,
        IMethodSymbol method,
        bool isOnlyMethod,
        IReadOnlyDictionary<string, ExpressionSyntax>? annotations)
    {
        _reading = reading;
        _invocation = invocation;
        _method = method;
        _isOnlyMethod = isOnlyMethod;
        _annotations = annotations;
    }

    public override string Name => _method.Name;

    public override Location Location => _invocation.GetLocation();

    /// <summary>The call of a method of the receiver, with annotations chained to it; null, and unclear, for anything else.</summary>
    public static ScaffoldedCall? Of(ExpressionSyntax expression, string receiver, BuilderMethods methods, ScaffoldedReading reading)
    {
        Dictionary<string, ExpressionSyntax>? annotations = null;
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access } call)
        {
            var arguments = call.ArgumentList.Arguments;
            var name = access.Name.Identifier.ValueText;
            if (access.Expression is IdentifierNameSyntax { Identifier.ValueText: var called })
                return called == receiver && methods.Find(name, arguments, out var isOnly) is { } method
                    ? new ScaffoldedCall(reading, call, method, isOnly, annotations)
                    : reading.Unclear<ScaffoldedCall>();

            if (name is not ("Annotation" or "OldAnnotation")
                || arguments is not [{ NameColon: null, Expression: LiteralExpressionSyntax { Token.Value: string key } }, { NameColon: null }])
                return reading.Unclear<ScaffoldedCall>();
            if (name == "Annotation")
                (annotations ??= new Dictionary<string, ExpressionSyntax>(StringComparer.Ordinal))[key] = arguments[1].Expression;
            expression = access.Expression;
        }

        return reading.Unclear<ScaffoldedCall>();
    }

    public override Constant Argument(string parameter) => ParameterOf(parameter) is not { } found ? Constant.Unknown
        : ArgumentOf(found) is { } argument ? ValueOf(argument)
        : found.HasExplicitDefaultValue ? Constant.Of(found.ExplicitDefaultValue)
        : ValueOf(null);

    public override bool Has(string parameter) => ParameterOf(parameter) is not null;

    public override SqlText? Sql(string parameter)
    {
        if (Expression(parameter) is LiteralExpressionSyntax { Token.Value: string text } literal && !string.IsNullOrWhiteSpace(text))
            return SqlText.OfLiteral(text, literal);
        _reading.Unclear<SqlText>();
        return null;
    }

    public override Location LocationOf(string parameter) => (Expression(parameter) ?? (ExpressionSyntax)_invocation).GetLocation();

    public override Constant Annotation(string name) =>
        _annotations is not null && _annotations.TryGetValue(name, out var value) ? ValueOf(value) : Constant.Unknown;

    public override bool HasAnnotation(string name) => _annotations?.ContainsKey(name) == true;

    public override IReadOnlyList<(string Member, MigrationCall? Call)>? CallsByMember(string parameter)
    {
        if (Expression(parameter) is not LambdaExpressionSyntax { ExpressionBody: AnonymousObjectCreationExpressionSyntax made } lambda || ReceiverOf(lambda) is not { } receiver)
            return _reading.Unclear<IReadOnlyList<(string, MigrationCall?)>>();

        var calls = new List<(string, MigrationCall?)>(made.Initializers.Count);
        foreach (var member in made.Initializers)
        {
            if (member.NameEquals is null || Of(member.Expression, receiver, _reading.Types.Columns, _reading) is not { } call)
                return _reading.Unclear<IReadOnlyList<(string, MigrationCall?)>>();
            calls.Add((member.NameEquals.Name.Identifier.ValueText, call));
        }

        return calls;
    }

    public override IReadOnlyList<MigrationCall> CallsIn(string parameter)
    {
        var lambda = Expression(parameter);
        if (lambda is null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression })
            return [];
        if (lambda is not LambdaExpressionSyntax { Block: { } block } given || ReceiverOf(given) is not { } receiver)
            return _reading.Unclear<IReadOnlyList<MigrationCall>>() ?? [];

        var calls = new List<MigrationCall>(block.Statements.Count);
        foreach (var statement in block.Statements)
        {
            if (statement is not ExpressionStatementSyntax { Expression: var expression } || Of(expression, receiver, _reading.Types.Table, _reading) is not { } call)
                return _reading.Unclear<IReadOnlyList<MigrationCall>>() ?? [];
            calls.Add(call);
        }

        return calls;
    }

    public override IReadOnlyList<string?> MembersIn(string parameter)
    {
        if (Expression(parameter) is not LambdaExpressionSyntax { ExpressionBody: { } body } lambda || ReceiverOf(lambda) is not { } receiver)
            return _reading.Unclear<IReadOnlyList<string?>>() ?? [];
        var members = body is AnonymousObjectCreationExpressionSyntax made
            ? made.Initializers.Select(member => MemberOf(member.Expression, receiver)).ToList()
            : [MemberOf(body, receiver)];
        return members.Contains(null) ? _reading.Unclear<IReadOnlyList<string?>>() ?? [] : members;
    }

    private static string? MemberOf(ExpressionSyntax expression, string receiver) => expression is MemberAccessExpressionSyntax
    {
        RawKind: (int)SyntaxKind.SimpleMemberAccessExpression,
        Expression: IdentifierNameSyntax { Identifier.ValueText: var owner },
        Name: IdentifierNameSyntax { Identifier.ValueText: var member },
    } && owner == receiver ? member : null;

    private static string? ReceiverOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var name } => name,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [{ Identifier.ValueText: var name }] } => name,
        _ => null,
    };

    private Constant ValueOf(ExpressionSyntax? expression)
    {
        if (expression is not null && ScaffoldedValue.Of(expression, _reading.Types) is { } value)
            return value;
        _reading.Unclear<object>();
        return Constant.Unknown;
    }

    /// <summary>The overloads of one name agree about the table and its schema where those are given by name, or left out.</summary>
    private IParameterSymbol? ParameterOf(string name)
    {
        var arguments = _invocation.ArgumentList.Arguments;
        if (!_isOnlyMethod && !(name is "table" or "schema" && arguments.All(argument => argument.NameColon is not null)))
            return _reading.Unclear<IParameterSymbol>();

        foreach (var parameter in _method.Parameters)
        {
            if (parameter.Name == name)
                return parameter;
        }

        return null;
    }

    private ExpressionSyntax? ArgumentOf(IParameterSymbol parameter) => BuilderMethods.ArgumentOf(parameter, _invocation.ArgumentList.Arguments)?.Expression;

    private ExpressionSyntax? Expression(string parameter) => ParameterOf(parameter) is { } found ? ArgumentOf(found) : null;
}
