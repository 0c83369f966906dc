using System.Reflection;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>Takes what a transform returns apart into the columns that are written.</summary>
internal sealed class ValueMapping
{
    private readonly Func<object?, object?[]> _split;

    private ValueMapping(IReadOnlyList<ColumnWriter> columns, Func<object?, object?[]> split) => (Columns, _split) = (columns, split);

    public IReadOnlyList<ColumnWriter> Columns { get; }

    /// <exception cref="InvalidDefinitionException">The type has no value for a column.</exception>
    public static ValueMapping For(Type value, IReadOnlyList<ColumnShape> columns)
    {
        var plain = Nullable.GetUnderlyingType(value) ?? value;
        if (TransportType.IsKnown(plain) || plain.IsEnum)
            return columns is [var only]
                ? new([ColumnWriter.For(only, value)], result => [result])
                : throw new InvalidDefinitionException(
                    $"It returns one {TypeName.Of(value)}, but {columns.Count} columns are written: {string.Join(", ", columns.Select(column => column.Name))}. "
                    + "Let it return a record with a property for each.");

        var readable = plain.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetMethod is { IsPublic: true }).ToList();
        PropertyInfo[] properties =
        [
            .. columns.Select(column => readable.Find(property => MemberName.Matches(property.Name, column.Name)) ?? throw new InvalidDefinitionException(
                $"{plain.Name} has no property for the column {column.Name}, which is written.")),
        ];
        return new(
            [.. columns.Select((column, i) => ColumnWriter.For(column, properties[i].PropertyType))],
            result => result is null
                ? throw new InvalidCastException("The transform returned null.")
                : [.. properties.Select(property => property.GetValue(result, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null))]);
    }

    /// <returns>What travels, one value a column; null is NULL.</returns>
    /// <exception cref="Exception">A value cannot be written.</exception>
    public object?[] Split(object? result)
    {
        var values = _split(result);
        for (var i = 0; i < values.Length; i++)
            values[i] = values[i] is { } value ? Columns[i].Convert(value) : null;
        return values;
    }
}
