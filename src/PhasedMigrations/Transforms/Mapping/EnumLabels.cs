using System.Globalization;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>An enum of C# beside a column: by name where the column holds text or an enum of its own, else by number.</summary>
internal sealed class EnumLabels
{
    private static readonly HashSet<string> Integers = ["int2", "int4", "int8"];
    private readonly Type _type;
    private readonly bool _isNumber;
    private readonly Dictionary<string, object> _members;
    private readonly Dictionary<object, string> _labels;

    private EnumLabels(Type type, ColumnShape column)
    {
        (_type, _isNumber) = (type, Integers.Contains(column.BaseType));
        _members = Enum.GetNames(type).ToDictionary(MemberName.Fold, name => Enum.Parse(type, name), StringComparer.Ordinal);
        _labels = [];
        foreach (var label in column.Labels.Count > 0 ? column.Labels : Enum.GetNames(type))
        {
            if (_members.TryGetValue(MemberName.Fold(label), out var member))
                _labels.TryAdd(member, label);
        }
    }

    /// <returns>Null when the column holds neither names nor numbers.</returns>
    /// <exception cref="InvalidDefinitionException">A label has no member, or a member has no label.</exception>
    public static EnumLabels? Find(Type type, ColumnShape column, bool isRead)
    {
        if (!column.IsEnum && !(column.IsText && !column.IsArray) && !Integers.Contains(column.BaseType))
            return null;
        var labels = new EnumLabels(type, column);
        if (isRead && column.Labels.FirstOrDefault(label => !labels._members.ContainsKey(MemberName.Fold(label))) is { } unknown)
            throw new InvalidDefinitionException($"The enum {type.Name} has no member for the value {unknown} of the column {column.Name} ({column.Type}).");
        if (!isRead && column.IsEnum && labels._members.Values.FirstOrDefault(member => !labels._labels.ContainsKey(member)) is { } more)
            throw new InvalidDefinitionException($"The column {column.Name} ({column.Type}) has no value for the member {more} of {type.Name}.");
        return labels;
    }

    public TransportType Transport => _isNumber ? TransportType.BigInt : TransportType.Text;

    public object FromTransport(object value) => _isNumber
        ? Enum.ToObject(_type, (long)value)
        : _members.TryGetValue(MemberName.Fold((string)value), out var member)
            ? member
            : throw new InvalidCastException($"The enum {_type.Name} has no member for '{value}'.");

    public object ToTransport(object value) => _isNumber
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : _labels.GetValueOrDefault(value) ?? throw new InvalidCastException($"{value} is not a member of {_type.Name} that can be written.");
}
