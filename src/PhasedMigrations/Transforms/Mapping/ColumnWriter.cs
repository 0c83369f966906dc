using Npgsql;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>Writes one value into one column, by way of a column of the temporary table.</summary>
/// <param name="Column">The column.</param>
/// <param name="TransportSql">The type of the temporary table's column.</param>
/// <param name="Cast">The type to cast to before the assignment; null leaves the conversion to the assignment.</param>
/// <param name="Convert">From the value of C# to what travels.</param>
internal sealed record ColumnWriter(
    ColumnShape Column,
    string TransportSql,
    string? Cast,
    Func<object, object> Convert,
    Func<NpgsqlBinaryImporter, object, CancellationToken, Task> Write)
{
    /// <exception cref="InvalidDefinitionException">Values of this type cannot be written.</exception>
    public static ColumnWriter For(ColumnShape column, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum && EnumLabels.Find(plain, column, isRead: false) is { } labels)
            return new(column, labels.Transport.Sql, labels.Transport.IsOfTexts ? TextCast(column) : null, labels.ToTransport, labels.Transport.Write);
        if (TransportType.ForWriting(plain, column) is not { } transport)
            throw new InvalidDefinitionException(
                $"The column {column.Name} ({column.Type}) cannot be written from {TypeName.Of(type)}. Use the type that Npgsql writes such a column from, or "
                + "string, which every column can be written from.");
        // The server stores the moment, whatever the offset.
        Func<object, object> convert = plain == typeof(DateTimeOffset) ? value => ((DateTimeOffset)value).ToUniversalTime() : value => value;
        return new(column, transport.Sql, transport.IsOfTexts ? TextCast(column) : null, convert, transport.Write);
    }

    // Text is assigned to text as it is; an assignment refuses what is too long, a cast would cut it.
    private static string? TextCast(ColumnShape column) => column.IsText ? null : column.CastType;
}
