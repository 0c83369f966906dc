using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Collections, tuples and small objects whose parts are written in the source.</content>
internal sealed partial class ConstantEvaluation
{
    /// <summary>Nobody writes a migration over more names than this by hand.</summary>
    private const int MaximumElements = 4096;

    private static readonly ImmutableDictionary<string, Constant> NoMembers =
        ImmutableDictionary.Create<string, Constant>(StringComparer.OrdinalIgnoreCase);

    /// <summary>By syntax: the operation kind is younger than the oldest compiler we load in.</summary>
    private static bool IsCollectionExpression(IOperation operation) =>
        operation.Syntax is CollectionExpressionSyntax && operation is not IConversionOperation;

    private Constant EvaluateElements(ImmutableArray<IOperation> elements, int depth) =>
        elements.Length > MaximumElements || elements.Any(element => element.Syntax is SpreadElementSyntax)
            ? Constant.Unknown
            : Constant.Of(elements.Select(element => Evaluate(element, depth + 1)).ToImmutableArray());

    private Constant EvaluateAnonymousObject(IAnonymousObjectCreationOperation creation, int depth)
    {
        var members = NoMembers;
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment)
                members = members.SetItem(target.Property.Name, Evaluate(assignment.Value, depth + 1));
        }

        return Constant.Of(members);
    }

    private Constant EvaluateCreation(IObjectCreationOperation creation, int depth)
    {
        if (creation.Type is INamedTypeSymbol { IsRecord: true } or { DeclaringSyntaxReferences.IsEmpty: false })
            return EvaluateObject(creation, depth);
        if (creation.Initializer is { Initializers: { Length: <= MaximumElements } initializers })
            return Constant.Of(initializers.Select(initializer => EvaluateElement(initializer, depth)).ToImmutableArray());
        return creation.Arguments is [var copied] && Evaluate(copied.Value, depth + 1) is { AsArray: not null } elements
            ? elements
            : Constant.Unknown;
    }

    /// <summary>A constructor parameter stands for the property of its name, as in a record.</summary>
    private Constant EvaluateObject(IObjectCreationOperation creation, int depth)
    {
        var members = NoMembers;
        if (creation.Type!.IsRecord)
        {
            foreach (var argument in creation.Arguments)
            {
                if (argument.Parameter is { } parameter)
                    members = members.SetItem(parameter.Name, Evaluate(argument.Value, depth + 1));
            }
        }

        foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment)
                members = members.SetItem(target.Member.Name, Evaluate(assignment.Value, depth + 1));
        }

        return Constant.Of(members);
    }

    /// <summary>One entry of a collection initializer: an Add call, or an assignment through the indexer.</summary>
    private Constant EvaluateElement(IOperation initializer, int depth) => initializer switch
    {
        IInvocationOperation { Arguments: [var value] } => Evaluate(value.Value, depth + 1),
        IInvocationOperation { Arguments: [var key, var value] } => Entry(key.Value, value.Value, depth),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [var key] }, Value: var value } =>
            Entry(key.Value, value, depth),
        _ => Constant.Unknown,
    };

    private Constant Entry(IOperation key, IOperation value, int depth) => Constant.Of(NoMembers
        .Add("Key", Evaluate(key, depth + 1))
        .Add("Value", Evaluate(value, depth + 1)));

    /// <summary><c>Item1</c> is the first element.</summary>
    private static Constant TupleElement(Constant tuple, IFieldSymbol element) =>
        tuple.AsArray is { } elements
        && (element.CorrespondingTupleField ?? element).Name is var name
        && name.StartsWith("Item", StringComparison.Ordinal)
        && int.TryParse(name.Substring("Item".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= elements.Length
            ? elements[number - 1]
            : Constant.Unknown;

    private static Constant ElementAt(Constant collection, Constant index)
    {
        if (collection.AsArray is not { } elements)
            return Constant.Unknown;
        if (index.Value is int position && elements.All(element => element.AsObject?.ContainsKey("Key") != true))
            return position >= 0 && position < elements.Length ? elements[position] : Constant.Unknown;
        foreach (var element in elements)
        {
            if (element.AsObject is { } entry && entry.TryGetValue("Key", out var key) && AreEqual(key, index) == true)
                return entry["Value"];
        }

        return Constant.Unknown;
    }
}
