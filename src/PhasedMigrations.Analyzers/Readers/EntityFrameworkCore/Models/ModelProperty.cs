using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Models;

/// <summary>A property of an entity, and the column that it is mapped to.</summary>
internal static class ModelProperty
{
    /// <summary>Values of these types are never null.</summary>
    private static readonly HashSet<string> ValueTypes = new(StringComparer.Ordinal)
    {
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal", "char",
        "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "BigInteger",
        "Instant", "LocalDate", "LocalTime", "LocalDateTime", "OffsetTime", "Duration",
    };

    /// <param name="calls"><c>b.Property&lt;T&gt;("Name")</c> and what is chained to it.</param>
    public static Column? Read(IReadOnlyList<ModelCall> calls)
    {
        var property = calls[0];
        if (property.Text is not { } name)
            return null;

        var column = new Column(name) { IsRequired = IsRequired(property.TypeArgument), Default = ColumnDefault.None.Instance };
        foreach (var call in calls.Skip(1))
        {
            column = call.Name switch
            {
                "HasColumnName" => column with { Name = call.Text },
                "HasColumnType" => column with { Type = ColumnReader.TypeOf(call.Text) },
                "IsRequired" => column with { IsRequired = call.Arguments.Arguments.Count == 0 },
                "HasDefaultValue" => column with { Default = new ColumnDefault.Literal(null) },
                "HasDefaultValueSql" => column with { Default = new ColumnDefault.Sql(call.Text) },
                "HasComputedColumnSql" => column with { IsValueGenerated = true },
                _ => column,
            };
        }

        return column;
    }

    /// <summary>A type that is not known may be a struct or a class.</summary>
    private static bool? IsRequired(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax or ArrayTypeSyntax => false,
        PredefinedTypeSyntax predefined => ValueTypes.Contains(predefined.Keyword.ValueText),
        GenericNameSyntax => null,
        SimpleNameSyntax simple => ValueTypes.Contains(simple.Identifier.ValueText) ? true : null,
        _ => null,
    };
}
