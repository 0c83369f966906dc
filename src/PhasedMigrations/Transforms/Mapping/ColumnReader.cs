using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>Reads one column into one member.</summary>
/// <param name="Column">The column.</param>
/// <param name="Sql">What is selected.</param>
/// <param name="Member">The member, for messages.</param>
/// <param name="IsNullable">Whether the member takes null.</param>
internal sealed record ColumnReader(ColumnShape Column, string Sql, string Member, bool IsNullable, Func<NpgsqlDataReader, int, object> Get)
{
    /// <exception cref="InvalidDefinitionException">The column cannot be read as this type.</exception>
    public static ColumnReader For(ColumnShape column, Type type, string member, bool isNullable)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var name = Quote.Identifier(column.Name);
        if (plain.IsEnum && EnumLabels.Find(plain, column, isRead: true) is { } labels)
            return new(
                column, $"{name}::{labels.Transport.Sql}", member, isNullable, (reader, i) => labels.FromTransport(labels.Transport.Read(reader, i)));
        if (TransportType.ForReading(plain, column) is not { } transport)
            throw new InvalidDefinitionException(
                $"The column {column.Name} ({column.Type}) cannot be read into {member} ({TypeName.Of(type)}). Give it the type that Npgsql reads such a "
                + "column into, or string, which every column can be read into.");
        // A cast between equal types is none; the others lose nothing.
        return new(column, $"{name}::{transport.Sql}", member, isNullable, transport.Read);
    }

    /// <exception cref="InvalidCastException">The value does not fit.</exception>
    public object? Read(NpgsqlDataReader reader, int ordinal)
    {
        if (!reader.IsDBNull(ordinal))
            return Get(reader, ordinal);
        return IsNullable ? null : throw new InvalidCastException($"{Column.Name} is NULL, and {Member} does not take null.");
    }
}
