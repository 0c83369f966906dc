using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <content>Calls: of the builder, of helpers that can reach the builder, of lambdas.</content>
internal sealed partial class MigrationReader
{
    /// <summary>Helper calls nested deeper than this are recursion that the analyzer cannot bound.</summary>
    private const int MaximumCallDepth = 8;

    private int _callDepth;

    private void VisitInvocation(IInvocationOperation invocation, ConstantEvaluation evaluation)
    {
        var annotations = Annotations.Of(invocation, _types, _session, evaluation);
        var call = annotations.Annotated;
        if (_types.IsMigrationBuilder(call.TargetMethod.ContainingType))
        {
            if (MigrationCallReader.Read(new MigrationCall(call, annotations.Values, evaluation)) is { } operation)
                _operations.Add(new LocatedOperation(operation, call.Syntax.GetLocation()));
            return;
        }

        foreach (var child in call.ChildOperations)
            Visit(child, evaluation);
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            Run(evaluation.Evaluate(call.Instance).AsCallable, ArgumentsOf(call, evaluation));
        else if (call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            RunGivenCode(call, evaluation);
        else if (ReachesBuilder(call))
            Follow(call, evaluation);
    }

    private bool ReachesBuilder(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction
        || call.Arguments.Any(argument => CarriesBuilder(argument.Value))
        || call.TargetMethod is { IsStatic: false, ContainingType: { } type }
            && (_types.IsMigration(type) || _types.HoldsMigrationBuilder(type));

    private bool CarriesBuilder(IOperation argument)
    {
        while (argument is IConversionOperation conversion)
            argument = conversion.Operand;
        return _types.IsMigrationBuilder(argument.Type) || argument is IDelegateCreationOperation or IAnonymousFunctionOperation;
    }

    private void Follow(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var method = call.TargetMethod;
        if (call.Instance is IInstanceReferenceOperation && call.IsVirtual)
            method = _session.Overriding(method);
        FollowInto(method, call.SemanticModel, () => evaluation.BindArguments(call.Arguments, method));
    }

    private void FollowInto(IMethodSymbol method, SemanticModel? referrer, Func<ConstantEvaluation> bind)
    {
        if (_callDepth >= MaximumCallDepth || _session.BodyOf(method, referrer) is not { } body)
            return;

        _callDepth++;
        Visit(body, bind());
        _callDepth--;
    }

    /// <summary>A library method that is given code runs it: <c>ForEach</c> over known values once for each, any other once.</summary>
    private void RunGivenCode(IInvocationOperation call, ConstantEvaluation evaluation)
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

    /// <summary>A constructor that takes the builder may use it.</summary>
    private void VisitCreation(IObjectCreationOperation creation, ConstantEvaluation evaluation)
    {
        foreach (var child in creation.ChildOperations)
            Visit(child, evaluation);
        if (creation.Constructor is { DeclaringSyntaxReferences: [var declaration] } constructor
            && declaration.GetSyntax() is ConstructorDeclarationSyntax
            && creation.Arguments.Any(argument => CarriesBuilder(argument.Value)))
        {
            FollowInto(constructor, creation.SemanticModel, () => evaluation.BindArguments(creation.Arguments, constructor));
        }
    }
}
