using System.Globalization;
using Microsoft.CodeAnalysis;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>CreateIndex with the annotations of the Npgsql provider as arguments.</summary>
internal static class IndexOperation
{
    private const string StorageParameter = "Npgsql:StorageParameter:";

    /// <summary>Null when an annotation is unknown: nothing that the index was to be may be lost.</summary>
    public static PhasedOperation? Of(BuilderCall call)
    {
        var arguments = new OperationArguments(call)
            .Carry("name")
            .Carry("table")
            .Carry("column")
            .Carry("columns")
            .Carry("schema")
            .Carry("unique")
            .Carry("filter")
            .Carry("descending");

        var storage = new List<(string Name, string Value)>();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var annotation in call.Annotations)
        {
            if (annotation is { IsOld: false, Name: { } name } && name.StartsWith(StorageParameter, StringComparison.Ordinal))
            {
                if (StorageValue(annotation.Value.Value) is not { } value)
                    return null;
                storage.Add((name.Substring(StorageParameter.Length), value));
            }
            else if (annotation is { IsOld: false, Name: "Npgsql:CreatedConcurrently", Value.AsBoolean: not null })
            {
                continue; // a phased index is always concurrent
            }
            else if (annotation.IsOld || Argument(annotation) is not { } argument)
            {
                return null;
            }
            else
            {
                known[argument.Name] = argument.Value;
            }
        }

        foreach (var name in new[] { "method", "include", "nullsDistinct", "collation", "operators", "nullSortOrder" })
            arguments.Add(name, known.TryGetValue(name, out var value) ? value : null);
        return new PhasedOperation("CreateIndex", arguments.Add("storageParameters", Dictionary(storage)).Written);
    }

    private static (string Name, string Value)? Argument(ChainedAnnotation annotation) => annotation switch
    {
        { Name: "Npgsql:IndexMethod", Type.SpecialType: SpecialType.System_String } => ("method", Source(annotation)),
        { Name: "Npgsql:IndexInclude" } when IsTextArray(annotation.Type) => ("include", Source(annotation)),
        { Name: "Npgsql:NullsDistinct", Type.SpecialType: SpecialType.System_Boolean } => ("nullsDistinct", Source(annotation)),
        { Name: "Relational:Collation" } when IsTextArray(annotation.Type) => ("collation", Source(annotation)),
        { Name: "Npgsql:IndexOperators" } when IsTextArray(annotation.Type) => ("operators", Source(annotation)),
        { Name: "Npgsql:IndexNullSortOrder" } when NullSortOrders(annotation) is { } orders => ("nullSortOrder", orders),
        _ => null,
    };

    private static string Source(ChainedAnnotation annotation) => annotation.Expression.ToString();

    private static bool IsTextArray(ITypeSymbol? type) => type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String };

    /// <summary>The provider has an enum of the same name and values; qualified, ours cannot be taken for it.</summary>
    private static string? NullSortOrders(ChainedAnnotation annotation)
    {
        var names = annotation.Value.AsArray?.Select(value => value is { IsKnown: true, Value: int number }
            ? number switch { 0 => "Unspecified", 1 => "NullsFirst", 2 => "NullsLast", _ => null }
            : null).ToArray();
        return names is null || names.Any(name => name is null)
            ? null
            : $"new[] {{ {string.Join(", ", names.Select(name => $"PhasedMigrations.NullSortOrder.{name}"))} }}";
    }

    private static string? StorageValue(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        int or long or double or float or decimal => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>In the order in which EF Core writes them: annotations are sorted by name.</summary>
    private static string? Dictionary(List<(string Name, string Value)> parameters) => parameters.Count == 0
        ? null
        : "new System.Collections.Generic.Dictionary<string, string> { "
            + string.Join(", ", parameters
                .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Select(parameter => $"[{CSharpText.Literal(parameter.Name)}] = {CSharpText.Literal(parameter.Value)}"))
            + " }";
}
