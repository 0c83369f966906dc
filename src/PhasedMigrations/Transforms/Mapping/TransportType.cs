using System.Net;
using Npgsql;
using NpgsqlTypes;

namespace PhasedMigrations.Transforms.Mapping;

/// <summary>A type of C# and the type of the server as which its values travel. The server converts between that and the column.</summary>
/// <param name="Clr">Never nullable.</param>
/// <param name="Sql">The type on the server.</param>
/// <param name="From">The types (pg_type.typname) that it can be read from without losing anything.</param>
internal sealed record TransportType(
    Type Clr,
    string Sql,
    IReadOnlyList<string> From,
    Func<NpgsqlDataReader, int, object> Read,
    Func<NpgsqlBinaryImporter, object, CancellationToken, Task> Write)
{
    private static readonly TransportType[] All =
    [
        .. Values<bool>("boolean", NpgsqlDbType.Boolean, "bool"),
        .. Values<short>("smallint", NpgsqlDbType.Smallint, "int2"),
        .. Values<int>("integer", NpgsqlDbType.Integer, "int4", "int2"),
        .. Values<long>("bigint", NpgsqlDbType.Bigint, "int8", "int4", "int2"),
        .. Values<decimal>("numeric", NpgsqlDbType.Numeric, "numeric", "int8", "int4", "int2"),
        .. Values<float>("real", NpgsqlDbType.Real, "float4"),
        .. Values<double>("double precision", NpgsqlDbType.Double, "float8", "float4", "int4", "int2"),
        .. Values<Guid>("uuid", NpgsqlDbType.Uuid, "uuid"),
        .. Values<DateOnly>("date", NpgsqlDbType.Date, "date"),
        .. Values<TimeOnly>("time", NpgsqlDbType.Time, "time"),
        .. Values<TimeSpan>("interval", NpgsqlDbType.Interval, "interval", "time"),
        .. Values<DateTime>("timestamp", NpgsqlDbType.Timestamp, "timestamp", "date"),
        .. Values<DateTime>("timestamptz", NpgsqlDbType.TimestampTz, "timestamptz"),
        .. Values<DateTimeOffset>("timestamptz", NpgsqlDbType.TimestampTz, "timestamptz"),
        .. References<byte[]>("bytea", NpgsqlDbType.Bytea, "bytea"),
        .. References<IPAddress>("inet", NpgsqlDbType.Inet, "inet"),
        .. References<string>("text", NpgsqlDbType.Text),
    ];

    public static readonly TransportType Text = All.First(type => type.Clr == typeof(string));
    public static readonly TransportType BigInt = All.First(type => type.Clr == typeof(long));

    public static bool IsKnown(Type clr) => All.Any(type => type.Clr == clr);

    /// <returns>Null when a column of this shape cannot be read as the type.</returns>
    public static TransportType? ForReading(Type clr, ColumnShape column) => All.FirstOrDefault(type => type.Clr == clr
        && (type.From.Contains(column.BaseType) || IsText(clr, column)));

    /// <returns>Null when the type is not one that travels. Whether the column takes it is the server's to say.</returns>
    public static TransportType? ForWriting(Type clr, ColumnShape column) =>
        ForReading(clr, column) ?? All.FirstOrDefault(type => type.Clr == clr && type.Clr != typeof(string) && !type.IsOfTexts);

    /// <summary>Every type of the server has a text form, which is what a string holds, and an array of strings each element's.</summary>
    public bool IsOfTexts => Clr == typeof(string) || Clr == typeof(string[]) || Clr == typeof(List<string>);

    private static bool IsText(Type clr, ColumnShape column) =>
        clr == typeof(string) || (column.IsArray && (clr == typeof(string[]) || clr == typeof(List<string>)));

    private static IEnumerable<TransportType> Values<T>(string sql, NpgsqlDbType type, params string[] from)
        where T : struct =>
    [
        .. References<T>(sql, type, from),
        Of<T?[]>($"{sql}[]", NpgsqlDbType.Array | type, Arrays(from)),
        Of<List<T?>>($"{sql}[]", NpgsqlDbType.Array | type, Arrays(from)),
    ];

    private static IEnumerable<TransportType> References<T>(string sql, NpgsqlDbType type, params string[] from)
        where T : notnull =>
    [
        Of<T>(sql, type, from),
        Of<T[]>($"{sql}[]", NpgsqlDbType.Array | type, Arrays(from)),
        Of<List<T>>($"{sql}[]", NpgsqlDbType.Array | type, Arrays(from)),
    ];

    private static TransportType Of<T>(string sql, NpgsqlDbType type, string[] from)
        where T : notnull => new(
        typeof(T),
        sql,
        from,
        (reader, i) => reader.GetFieldValue<T>(i),
        (importer, value, cancellationToken) => importer.WriteAsync((T)value, type, cancellationToken));

    private static string[] Arrays(string[] from) => [.. from.Select(name => $"_{name}")];
}
