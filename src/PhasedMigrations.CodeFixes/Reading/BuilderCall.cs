using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Model;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>
/// A MigrationBuilder call and the annotations chained to it, with its arguments by parameter name,
/// both as the user wrote them and as values.
/// </summary>
internal sealed class BuilderCall
{
    private readonly IInvocationOperation _operation;

    private readonly ExpressionSyntax _chain;

    private BuilderCall(ExpressionSyntax chain, IInvocationOperation operation, IReadOnlyList<ChainedAnnotation> annotations)
    {
        _chain = chain;
        _operation = operation;
        Annotations = annotations;
    }

    /// <summary>The statement that the call is. A call that is the expression body of its method has none.</summary>
    public ExpressionStatementSyntax Statement => (ExpressionStatementSyntax)_chain.Parent!;

    /// <summary>The call of the builder's method itself, without annotations.</summary>
    public InvocationExpressionSyntax Invocation => (InvocationExpressionSyntax)_operation.Syntax;

    public IdentifierNameSyntax Receiver => (IdentifierNameSyntax)((MemberAccessExpressionSyntax)Invocation.Expression).Expression;

    public string Method => _operation.TargetMethod.Name;

    public IReadOnlyList<ChainedAnnotation> Annotations { get; }

    /// <summary>The type argument of <c>AddColumn&lt;T&gt;</c> and its like.</summary>
    public ITypeSymbol? TypeArgument => _operation.TargetMethod.TypeArguments.FirstOrDefault();

    /// <summary>Null when the result is used, the builder is not a plain identifier, or anything but annotations is chained.</summary>
    public static BuilderCall? Read(
        ExpressionSyntax chain, SemanticModel model, EntityFrameworkCoreTypes types, CancellationToken cancellationToken)
    {
        if (chain is not InvocationExpressionSyntax current)
            return null;

        var annotations = new List<ChainedAnnotation>();
        while (model.GetOperation(current, cancellationToken) is IInvocationOperation operation)
        {
            if (types.IsMigrationBuilder(operation.TargetMethod.ContainingType))
            {
                return current.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax }
                    ? new BuilderCall(chain, operation, annotations)
                    : null;
            }

            if (operation is not { TargetMethod: { IsExtensionMethod: false, Name: "Annotation" or "OldAnnotation" }, Arguments: [var name, var value] }
                || current.Expression is not MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax inner })
                return null;

            annotations.Insert(0, Annotation(operation.TargetMethod.Name, name, value));
            current = inner;
        }

        return null;
    }

    /// <summary>The argument as written, null when it was left out.</summary>
    public ArgumentSyntax? Argument(string parameter)
    {
        foreach (var argument in _operation.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)
                return argument.Syntax as ArgumentSyntax;
        }

        return null;
    }

    /// <summary>The value of the argument, or of the parameter's default where it was left out.</summary>
    public Constant Value(string parameter)
    {
        foreach (var argument in _operation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
            {
                return argument is { ArgumentKind: ArgumentKind.DefaultValue, Parameter.HasExplicitDefaultValue: true }
                    ? Constant.Of(argument.Parameter.ExplicitDefaultValue)
                    : ConstantEvaluation.Empty.Evaluate(argument.Value);
            }
        }

        return Constant.Of(null);
    }

    /// <summary>The argument's operation below the conversion to the parameter's type.</summary>
    public IOperation? Operation(string parameter)
    {
        foreach (var argument in _operation.Arguments)
        {
            if (argument.Parameter?.Name != parameter)
                continue;
            var operation = argument.Value;
            while (operation is IConversionOperation { IsImplicit: true } conversion)
                operation = conversion.Operand;
            return operation;
        }

        return null;
    }

    public string? Text(string parameter) => Value(parameter).AsText;

    /// <summary>Written, and not as a constant null: EF Core reads null as left out.</summary>
    public bool IsGiven(string parameter) =>
        Argument(parameter) is not null && Value(parameter) is not { IsKnown: true, Value: null };

    /// <summary>The table named by the arguments, null when its name or schema is not constant.</summary>
    public TableName? Table(string nameParameter = "table", string schemaParameter = "schema")
    {
        var schema = Value(schemaParameter);
        return Text(nameParameter) is { } name && schema.IsKnown ? new TableName(schema.AsText, name) : null;
    }

    /// <summary>The names of a parameter that comes as one name or as an array of them; null when one is not constant.</summary>
    public IReadOnlyList<string>? Names(string single, string several)
    {
        if (IsGiven(single))
            return Text(single) is { } name ? [name] : null;
        return Value(several).AsArray is { } elements && elements.All(element => element.AsText is not null)
            ? elements.Select(element => element.AsText!).ToArray()
            : null;
    }

    private static ChainedAnnotation Annotation(string method, IArgumentOperation name, IArgumentOperation value)
    {
        var operation = value.Value;
        while (operation is IConversionOperation { IsImplicit: true } conversion)
            operation = conversion.Operand;
        return new ChainedAnnotation(
            ConstantEvaluation.Empty.Evaluate(name.Value).AsText,
            method == "OldAnnotation",
            (ExpressionSyntax)operation.Syntax,
            operation.Type,
            ConstantEvaluation.Empty.Evaluate(value.Value));
    }
}
