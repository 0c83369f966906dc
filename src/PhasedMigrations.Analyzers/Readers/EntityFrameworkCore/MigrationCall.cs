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

    public Constant Argument(string parameter) => evaluation.Evaluate(Operation(parameter));

    public string? Text(string parameter) => Argument(parameter).AsText;

    /// <summary>SQL with its way back to the literals that it is written with; null when nothing of it can be computed.</summary>
    public SqlText? Sql(string parameter) => SqlText.Of(Operation(parameter), evaluation);

    /// <summary>Where the argument stands; the whole call where it is left out.</summary>
    public Location LocationOf(string parameter) => (Operation(parameter)?.Syntax ?? Invocation.Syntax).GetLocation();

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
        Operation(parameter) is { } argument && evaluation.Evaluate(argument) is not { IsKnown: true, Value: null };

    /// <summary>Both arguments are computable and have the same value.</summary>
    public bool AreEqual(string parameter, string otherParameter) =>
        Argument(parameter) is { IsKnown: true } left && Argument(otherParameter) is { IsKnown: true } right && Equals(left.Value, right.Value);

    /// <summary>
    /// The one name or the several that one of two parameters gives: <c>column</c> or <c>columns</c>. Null stands for an unresolved
    /// one; there is none when null is given.
    /// </summary>
    public ValueList<string?> Names(string parameter, string pluralParameter) =>
        IsGiven(parameter) ? [Text(parameter)]
        : IsGiven(pluralParameter) ? ValueList.Of(NamesIn(Argument(pluralParameter)))
        : [];

    /// <summary>A collection that cannot be computed is one unresolved name.</summary>
    public static IEnumerable<string?> NamesIn(Constant names) => names.AsArray is { } array ? array.Select(name => name.AsText) : [null];

    /// <summary>A call inside one of the lambdas that this call is given, with the annotations chained to it.</summary>
    public MigrationCall Called(IInvocationOperation inner)
    {
        var annotations = new Dictionary<string, Constant>(StringComparer.Ordinal);
        while (inner is { TargetMethod.Name: "Annotation", Arguments: [var name, var value], Instance: IInvocationOperation annotated })
        {
            if (evaluation.Evaluate(name.Value).AsText is { } key)
                annotations[key] = evaluation.Evaluate(value.Value);
            inner = annotated;
        }

        return new MigrationCall(inner, annotations, evaluation);
    }

    /// <summary>What is given for the parameter, the lambda or the code of a value; null when it is omitted.</summary>
    public IOperation? Operation(string parameter)
    {
        foreach (var argument in Invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }
}
