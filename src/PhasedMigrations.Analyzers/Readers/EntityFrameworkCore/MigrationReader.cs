using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>An operation and where the user wrote it.</summary>
internal readonly record struct LocatedOperation(Operation Operation, Location Location);

/// <summary>
/// Follows the body of a migration's Up as PostgreSQL would run it: through loops over known values, through helper methods
/// that take the builder, past branches that belong to another provider.
/// </summary>
internal sealed class MigrationReader
{
    /// <summary>Helper calls nested deeper than this are recursion that the analyzer cannot bound.</summary>
    private const int MaximumCallDepth = 8;

    /// <summary>A loop over more values than this is read once, with its variable unknown.</summary>
    private const int MaximumIterations = 256;

    private readonly EntityFrameworkCoreTypes _types;
    private readonly Func<SyntaxNode, IOperation?> _operationOf;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<LocatedOperation>.Builder _operations = ImmutableArray.CreateBuilder<LocatedOperation>();
    private int _callDepth;

    private MigrationReader(EntityFrameworkCoreTypes types, Func<SyntaxNode, IOperation?> operationOf, CancellationToken cancellationToken)
    {
        _types = types;
        _operationOf = operationOf;
        _cancellationToken = cancellationToken;
    }

    /// <param name="operationOf">Binds a declaration of the same compilation, in whatever file it stands.</param>
    public static ImmutableArray<LocatedOperation> Read(
        IOperation body, EntityFrameworkCoreTypes types, Func<SyntaxNode, IOperation?> operationOf, CancellationToken cancellationToken)
    {
        var reader = new MigrationReader(types, operationOf, cancellationToken);
        reader.Visit(body, ConstantEvaluation.Empty);
        return reader._operations.ToImmutable();
    }

    /// <summary>False when PostgreSQL certainly leaves the method here.</summary>
    private bool Visit(IOperation? operation, ConstantEvaluation evaluation)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        switch (operation)
        {
            case null:
                return true;
            case IReturnOperation or IThrowOperation:
                VisitChildren(operation, evaluation);
                return false;
            case IConditionalOperation conditional:
                return VisitConditional(conditional, evaluation);
            case IForEachLoopOperation loop:
                VisitLoop(loop, evaluation);
                return true;
            case ILocalFunctionOperation:
                return true; // runs where it is called
            case IInvocationOperation invocation:
                VisitInvocation(invocation, evaluation);
                return true;
            default:
                return VisitChildren(operation, evaluation);
        }
    }

    private bool VisitChildren(IOperation operation, ConstantEvaluation evaluation)
    {
        foreach (var child in operation.ChildOperations)
        {
            if (!Visit(child, evaluation))
                return operation is not (IBlockOperation or IMethodBodyOperation);
        }

        return true;
    }

    private bool VisitConditional(IConditionalOperation conditional, ConstantEvaluation evaluation)
    {
        Visit(conditional.Condition, evaluation);
        switch (ProviderGuard.HoldsOnPostgreSql(conditional.Condition, _types))
        {
            case true:
                return Visit(conditional.WhenTrue, evaluation);
            case false:
                return Visit(conditional.WhenFalse, evaluation);
            default:
                Visit(conditional.WhenTrue, evaluation);
                Visit(conditional.WhenFalse, evaluation);
                return true;
        }
    }

    private void VisitLoop(IForEachLoopOperation loop, ConstantEvaluation evaluation)
    {
        var variable = loop.LoopControlVariable is IVariableDeclaratorOperation declarator ? declarator.Symbol : null;
        if (variable is null || evaluation.Evaluate(loop.Collection).AsArray is not { } values || values.Length > MaximumIterations)
        {
            Visit(loop.Body, evaluation);
            return;
        }

        foreach (var value in values)
            Visit(loop.Body, evaluation.With(variable, value));
    }

    private void VisitInvocation(IInvocationOperation invocation, ConstantEvaluation evaluation)
    {
        var annotations = new Dictionary<string, Constant>(StringComparer.Ordinal);
        var call = invocation;
        while (call is { TargetMethod.Name: "Annotation", Instance: IInvocationOperation annotated, Arguments: [var name, var value] })
        {
            if (evaluation.Evaluate(name.Value).AsText is { } key)
                annotations[key] = evaluation.Evaluate(value.Value);
            call = annotated;
        }

        if (_types.IsMigrationBuilder(call.TargetMethod.ContainingType))
        {
            if (MigrationCallReader.Read(new MigrationCall(call, annotations, evaluation)) is { } operation)
                _operations.Add(new LocatedOperation(operation, call.Syntax.GetLocation()));
            return;
        }

        VisitChildren(call, evaluation);
        if (TakesBuilder(call))
            FollowCall(call, evaluation);
    }

    private bool TakesBuilder(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction
        || call.Arguments.Any(argument => _types.IsMigrationBuilder(argument.Value.Type));

    private void FollowCall(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        if (_callDepth >= MaximumCallDepth || call.TargetMethod.OriginalDefinition.DeclaringSyntaxReferences is not [var declaration])
            return;

        var inner = evaluation;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter)
                inner = inner.With(parameter.OriginalDefinition, evaluation.Evaluate(argument.Value));
        }

        _callDepth++;
        Visit(BodyOf(_operationOf(declaration.GetSyntax(_cancellationToken))), inner);
        _callDepth--;
    }

    private static IOperation? BodyOf(IOperation? declaration) =>
        declaration is ILocalFunctionOperation function ? function.Body : declaration;
}
