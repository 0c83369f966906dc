using System.Reflection;
using System.Runtime.CompilerServices;
using Npgsql;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>Makes a row of the server a row of C#: one value, or an object by its constructor and properties.</summary>
internal sealed class RowMapping
{
    private readonly ColumnReader[] _columns;
    private readonly Func<object?[], object?> _create;

    private RowMapping(ColumnReader[] columns, Func<object?[], object?> create) => (_columns, _create) = (columns, create);

    /// <summary>What is selected, in the order in which <see cref="Read"/> expects it.</summary>
    public IReadOnlyList<string> Selection => [.. _columns.Select(column => column.Sql)];

    /// <exception cref="InvalidDefinitionException">The type has no place for a column, or one that does not fit.</exception>
    public static RowMapping For(Type row, IReadOnlyList<ColumnShape> columns)
    {
        var plain = Nullable.GetUnderlyingType(row) ?? row;
        if (TransportType.IsKnown(plain) || plain.IsEnum)
            return columns is [var only]
                ? new([ColumnReader.For(only, row, "the row", isNullable: !row.IsValueType || plain != row)], values => values[0])
                : throw new InvalidDefinitionException(
                    $"It takes one {TypeName.Of(row)}, but {columns.Count} columns are read: {Names(columns)}. Give it a record with a member for each.");
        return ByMembers(row, columns);
    }

    /// <exception cref="Exception">A value does not fit, or the type refuses it.</exception>
    public object? Read(NpgsqlDataReader reader, int first)
    {
        var values = new object?[_columns.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _columns[i].Read(reader, first + i);
        return _create(values);
    }

    private static RowMapping ByMembers(Type row, IReadOnlyList<ColumnShape> columns)
    {
        var nullability = new NullabilityInfoContext();
        var constructor = Constructor(row, columns);
        var parameters = constructor?.GetParameters() ?? [];
        var readers = parameters.Select(parameter => ColumnReader.For(
            columns.First(column => MemberName.Matches(parameter.Name, column.Name)),
            parameter.ParameterType,
            $"{row.Name}.{parameter.Name}",
            nullability.Create(parameter).WriteState != NullabilityState.NotNull)).ToList();

        var settable = row.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).ToList();
        var properties = new List<PropertyInfo>();
        foreach (var column in columns.Where(column => readers.All(reader => reader.Column != column)).ToList())
        {
            var property = settable.Find(property => MemberName.Matches(property.Name, column.Name)) ?? throw new InvalidDefinitionException(
                $"{row.Name} has no constructor parameter or settable property for the column {column.Name}, which is read.");
            properties.Add(property);
            readers.Add(ColumnReader.For(
                column, property.PropertyType, $"{row.Name}.{property.Name}", nullability.Create(property).WriteState != NullabilityState.NotNull));
        }

        if (settable.Find(property => property.IsDefined(typeof(RequiredMemberAttribute)) && columns.All(column => !MemberName.Matches(property.Name, column.Name)))
            is { } required)
            throw new InvalidDefinitionException($"{row.Name} requires {required.Name}, which is not among the columns that are read: {Names(columns)}.");
        return new([.. readers], values => Create(row, constructor, parameters.Length, properties, values));
    }

    // The constructor that takes most of what is read, and nothing else. A struct without one is its default.
    private static ConstructorInfo? Constructor(Type row, IReadOnlyList<ColumnShape> columns)
    {
        var all = row.IsAbstract ? [] : row.GetConstructors();
        var best = all
            .Where(constructor => constructor.GetParameters().All(parameter => columns.Any(column => MemberName.Matches(parameter.Name, column.Name))))
            .MaxBy(constructor => constructor.GetParameters().Length);
        if (best is not null || (row.IsValueType && all.Length == 0))
            return best;
        var odd = all.SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => columns.All(column => !MemberName.Matches(parameter.Name, column.Name)));
        throw new InvalidDefinitionException(odd is null
            ? $"{row.Name} cannot be created: it has no public constructor."
            : $"The constructor of {row.Name} takes {odd.Name}, which is not among the columns that are read: {Names(columns)}.");
    }

    private static object Create(Type row, ConstructorInfo? constructor, int parameters, List<PropertyInfo> properties, object?[] values)
    {
        var created = constructor is null
            ? RuntimeHelpers.GetUninitializedObject(row)
            : constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, values[..parameters], culture: null);
        for (var i = 0; i < properties.Count; i++)
            properties[i].SetValue(created, values[parameters + i], BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        return created;
    }

    private static string Names(IEnumerable<ColumnShape> columns) => string.Join(", ", columns.Select(column => column.Name));
}
