using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>A call as the compiler understands it. Its arguments may be computed in any way that evaluation can follow.</summary>
internal sealed class BoundCall(
    IInvocationOperation invocation,
    IReadOnlyDictionary<string, Constant> annotations,
    ConstantEvaluation evaluation) : MigrationCall
{
    public override string Name => invocation.TargetMethod.Name;

    public override Location Location => invocation.Syntax.GetLocation();

    public override Constant Argument(string parameter) => evaluation.Evaluate(Operation(parameter));

    public override bool Has(string parameter) => Operation(parameter) is not null;

    public override SqlText? Sql(string parameter) => SqlText.Of(Operation(parameter), evaluation);

    public override Location LocationOf(string parameter) => (Operation(parameter)?.Syntax ?? invocation.Syntax).GetLocation();

    public override Constant Annotation(string name) => annotations.TryGetValue(name, out var value) ? value : Constant.Unknown;

    public override bool HasAnnotation(string name) => annotations.ContainsKey(name);

    public override IReadOnlyList<(string Member, MigrationCall? Call)>? CallsByMember(string parameter) =>
        Returned(Operation(parameter)) is IAnonymousObjectCreationOperation made ? made.Initializers.Select(ReadMember).ToList() : null;

    public override IReadOnlyList<MigrationCall> CallsIn(string parameter) => BodyOf(Operation(parameter))?.Operations
        .Select(statement => statement switch
        {
            IExpressionStatementOperation expression => Unconverted(expression.Operation),
            IReturnOperation { ReturnedValue: { } value } => Unconverted(value),
            _ => null,
        })
        .OfType<IInvocationOperation>()
        .Select(Inner)
        .ToList() ?? [];

    public override IReadOnlyList<string?> MembersIn(string parameter) => Returned(Operation(parameter)) switch
    {
        IPropertyReferenceOperation { Property.Name: var member } => [member],
        IAnonymousObjectCreationOperation members => members.Initializers
            .Select(member => member is ISimpleAssignmentOperation { Value: var value } && Unconverted(value) is IPropertyReferenceOperation { Property.Name: var name } ? name : null)
            .ToList(),
        _ => [null],
    };

    private (string Member, MigrationCall? Call) ReadMember(IOperation member) => member is ISimpleAssignmentOperation
    {
        Target: IPropertyReferenceOperation { Property.Name: var name },
        Value: var value,
    }
        ? (name, Unconverted(value) is IInvocationOperation call ? Inner(call) : null)
        : ("", null);

    /// <summary>A call inside one of the lambdas that this call is given, with the annotations chained to it.</summary>
    private MigrationCall Inner(IInvocationOperation inner)
    {
        var chained = new Dictionary<string, Constant>(StringComparer.Ordinal);
        while (inner is { TargetMethod.Name: "Annotation", Arguments: [var name, var value], Instance: IInvocationOperation annotated })
        {
            if (evaluation.Evaluate(name.Value).AsText is { } key)
                chained[key] = evaluation.Evaluate(value.Value);
            inner = annotated;
        }

        return new BoundCall(inner, chained, evaluation);
    }

    private IOperation? Operation(string parameter)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }

    private static IOperation? Returned(IOperation? lambda) =>
        BodyOf(lambda) is { Operations: [.., IReturnOperation { ReturnedValue: { } value }] } ? Unconverted(value) : null;

    private static IBlockOperation? BodyOf(IOperation? lambda) => lambda is null ? null : Unconverted(lambda) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body: var body } } => body,
        IAnonymousFunctionOperation { Body: var body } => body,
        _ => null,
    };

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
            operation = operand;
        return operation;
    }
}
