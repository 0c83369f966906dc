using Npgsql;
using NpgsqlTypes;

namespace PhasedMigrations.PostgreSql;

/// <summary>Commands with positional parameters, so that no SQL text of a user is searched for placeholders. No client-side time limit.</summary>
internal static class Commands
{
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Create(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T?> ScalarAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Create(connection, sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T value ? value : default;
    }

    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Create(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    public static NpgsqlBatchCommand CreateForBatch(string sql, object?[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(AsParameter(parameter));
        return command;
    }

    public static T? Nullable<T>(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? default : reader.GetFieldValue<T>(ordinal);

    /// <summary>A value in the server's own text form, whose type the SQL around it gives.</summary>
    public static NpgsqlParameter AsText(string value) => new() { NpgsqlDbType = NpgsqlDbType.Unknown, Value = value };

    private static NpgsqlCommand Create(NpgsqlConnection connection, string sql, object?[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var parameter in parameters)
            command.Parameters.Add(AsParameter(parameter));
        return command;
    }

    private static NpgsqlParameter AsParameter(object? parameter) =>
        parameter as NpgsqlParameter ?? new NpgsqlParameter { Value = parameter ?? DBNull.Value };
}
