using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>A call of a MigrationBuilder method with the annotations chained to it, its arguments read by parameter name.</summary>
internal sealed class MigrationCall(
    IInvocationOperation invocation,
    IReadOnlyDictionary<string, Constant> annotations,
    ConstantEvaluation evaluation)
{
    public IInvocationOperation Invocation { get; } = invocation;

    public string Name => Invocation.TargetMethod.Name;

    public Location Location => Invocation.Syntax.GetLocation();

    public Constant Argument(string parameter) => evaluation.Evaluate(ArgumentOperation(parameter));

    public string? Text(string parameter) => Argument(parameter).AsText;

    /// <summary>SQL with its way back to the literals that it is written with; null when nothing of it can be computed.</summary>
    public SqlText? Sql(string parameter) => SqlText.Of(ArgumentOperation(parameter), evaluation);

    /// <summary>Where the argument stands; the whole call where it is left out.</summary>
    public Location LocationOf(string parameter) => (ArgumentOperation(parameter)?.Syntax ?? Invocation.Syntax).GetLocation();

    /// <summary>Null when the value cannot be computed.</summary>
    public bool? Boolean(string parameter) => Argument(parameter).AsBoolean;

    /// <summary>Unknown when the annotation is absent, or its value cannot be computed.</summary>
    public Constant Annotation(string name) => annotations.TryGetValue(name, out var value) ? value : Constant.Unknown;

    public bool HasAnnotation(string name) => annotations.ContainsKey(name);

    /// <summary>True for an annotation that is there and not known to be false.</summary>
    public bool MayBeAnnotatedTrue(string name) => HasAnnotation(name) && Annotation(name).AsBoolean != false;

    /// <summary>The table named by the arguments, null when the name or its schema cannot be computed.</summary>
    public TableName? Table(string nameParameter = "table", string schemaParameter = "schema")
    {
        var schema = Argument(schemaParameter);
        return Text(nameParameter) is { } name && schema.IsKnown ? new TableName(schema.Value as string, name) : null;
    }

    /// <summary>EF Core reads a null argument as "no default".</summary>
    public ColumnDefault Default()
    {
        if (IsGiven("defaultValueSql"))
            return new ColumnDefault.Sql(Text("defaultValueSql"));
        if (IsGiven("defaultValue"))
            return new ColumnDefault.Literal(Argument("defaultValue").Value);
        return ColumnDefault.None.Instance;
    }

    /// <summary>The argument is there and is not known to be null.</summary>
    public bool IsGiven(string parameter) =>
        ArgumentOperation(parameter) is { } argument && evaluation.Evaluate(argument) is not { IsKnown: true, Value: null };

    /// <summary>Both arguments are computable and have the same value.</summary>
    public bool AreEqual(string parameter, string otherParameter) =>
        Argument(parameter) is { IsKnown: true } left && Argument(otherParameter) is { IsKnown: true } right && Equals(left.Value, right.Value);

    private IOperation? ArgumentOperation(string parameter)
    {
        foreach (var argument in Invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }
}
