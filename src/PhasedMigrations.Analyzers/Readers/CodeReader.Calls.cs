using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Calls: of helpers that can reach the schema, of lambdas.</content>
internal abstract partial class CodeReader
{
    /// <summary>Helper calls nested deeper than this are recursion that the analyzer cannot bound.</summary>
    private const int MaximumCallDepth = 8;

    private int _callDepth;

    /// <summary>The code being read was called by the code that is read from the start.</summary>
    protected bool IsInCall => _callDepth > 0;

    /// <summary>The method can lead to calls that change the schema, so its body is read.</summary>
    protected abstract bool IsFollowed(IInvocationOperation call);

    /// <summary>Whoever is given this value can change the schema with it.</summary>
    protected abstract bool LeadsToSchema(ITypeSymbol? type);

    protected virtual void VisitInvocation(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        foreach (var child in call.ChildOperations)
            Visit(child, evaluation);
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            Run(evaluation.Evaluate(call.Instance).AsCallable, ArgumentsOf(call, evaluation));
        else if (call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            RunGivenCode(call, evaluation);
        else if (call.TargetMethod.MethodKind == MethodKind.LocalFunction || call.Arguments.Any(Carries) || IsFollowed(call))
            Follow(call, evaluation);
    }

    private bool Carries(IArgumentOperation argument)
    {
        var value = argument.Value;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return LeadsToSchema(value.Type) || value is IDelegateCreationOperation or IAnonymousFunctionOperation;
    }

    private void Follow(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var method = call.TargetMethod;
        if (call.Instance is IInstanceReferenceOperation && call.IsVirtual)
            method = Session.Overriding(method);
        FollowInto(method, call.SemanticModel, () => evaluation.BindArguments(call.Arguments, method));
    }

    private void FollowInto(IMethodSymbol method, SemanticModel? referrer, Func<ConstantEvaluation> bind)
    {
        if (_callDepth >= MaximumCallDepth || Session.BodyOf(method, referrer) is not { } body)
            return;

        _callDepth++;
        Visit(body, bind());
        _callDepth--;
    }

    /// <summary>A library method that is given code runs it: <c>ForEach</c> over known values once for each, any other once.</summary>
    protected void RunGivenCode(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var code = call.Arguments.Select(argument => evaluation.Evaluate(argument.Value).AsCallable).FirstOrDefault(given => given is not null);
        if (code is null)
            return;

        var source = evaluation.Evaluate(call.Instance ?? call.Arguments[0].Value);
        if (call.TargetMethod.Name == "ForEach" && source.AsArray is { Length: <= MaximumIterations } values)
        {
            foreach (var value in values)
                Run(code, [value]);
        }
        else
        {
            Run(code, []);
        }
    }

    private void Run(Callable? code, IReadOnlyList<Constant> arguments)
    {
        if (code is null || _callDepth >= MaximumCallDepth)
            return;

        _callDepth++;
        Visit(code.Body, code.Bind(arguments));
        _callDepth--;
    }

    private static ImmutableArray<Constant> ArgumentsOf(IInvocationOperation call, ConstantEvaluation evaluation) =>
        call.Arguments.Select(argument => evaluation.Evaluate(argument.Value)).ToImmutableArray();

    /// <summary>A constructor that is given the way to the schema may use it.</summary>
    private void VisitCreation(IObjectCreationOperation creation, ConstantEvaluation evaluation)
    {
        foreach (var child in creation.ChildOperations)
            Visit(child, evaluation);
        if (creation.Constructor is { DeclaringSyntaxReferences: [var declaration] } constructor
            && declaration.GetSyntax() is ConstructorDeclarationSyntax
            && creation.Arguments.Any(Carries))
        {
            FollowInto(constructor, creation.SemanticModel, () => evaluation.BindArguments(creation.Arguments, constructor));
        }
    }
}
