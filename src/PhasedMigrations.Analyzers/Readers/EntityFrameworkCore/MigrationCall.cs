using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>A call of a MigrationBuilder method with the annotations chained to it, its arguments read by parameter name.</summary>
internal abstract class MigrationCall
{
    public abstract string Name { get; }

    public abstract Location Location { get; }

    /// <summary>What the method is called with, its default where the argument is omitted; unknown where there is no such parameter.</summary>
    public abstract Constant Argument(string parameter);

    /// <summary>The overload that is called has the parameter.</summary>
    public abstract bool Has(string parameter);

    public string? Text(string parameter) => Argument(parameter).AsText;

    /// <summary>SQL with its way back to the literals that it is written with; null when nothing of it can be computed.</summary>
    public abstract SqlText? Sql(string parameter);

    /// <summary>Where the argument stands; the whole call where it is left out.</summary>
    public abstract Location LocationOf(string parameter);

    /// <summary>Null when the value cannot be computed.</summary>
    public bool? Boolean(string parameter) => Argument(parameter).AsBoolean;

    /// <summary>Unknown when the annotation is absent, or its value cannot be computed.</summary>
    public abstract Constant Annotation(string name);

    public abstract bool HasAnnotation(string name);

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
        Has(parameter) && Argument(parameter) is not { IsKnown: true, Value: null };

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

    /// <summary>
    /// The members of the anonymous object that a lambda makes, each with the call that gives its value, null for another expression;
    /// null when the lambda makes none.
    /// </summary>
    public abstract IReadOnlyList<(string Member, MigrationCall? Call)>? CallsByMember(string parameter);

    /// <summary>The calls that are the statements of a lambda.</summary>
    public abstract IReadOnlyList<MigrationCall> CallsIn(string parameter);

    /// <summary>The members that <c>x => x.Id</c> and <c>x => new { x.A, x.B }</c> select; null for one that cannot be told.</summary>
    public abstract IReadOnlyList<string?> MembersIn(string parameter);
}
