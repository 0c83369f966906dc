using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>Looks at the server: one round trip, some milliseconds of its time at most.</summary>
internal static class ServerLook
{
    private static readonly string LoadSql = WorkMark.InLocks(EmbeddedSql.Read("Backfill.Signals.ServerLoad.sql"));
    private static readonly string ReplicasSql = EmbeddedSql.Read("Backfill.Signals.Replicas.sql");
    private static readonly string SlotsSql = EmbeddedSql.Read("Backfill.Signals.Slots.sql");

    public static async Task<LoadSample> LookAsync(
        NpgsqlConnection connection, string? table, bool countsActiveSessions, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(Commands.CreateForBatch(LoadSql, [Text(table), countsActiveSessions]));
        batch.BatchCommands.Add(Commands.CreateForBatch(ReplicasSql, []));
        batch.BatchCommands.Add(Commands.CreateForBatch(SlotsSql, []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var load = (await ReadAsync(reader, Load, cancellationToken).ConfigureAwait(false))[0];
        var replicas = await ReadAsync(reader, Replica, cancellationToken).ConfigureAwait(false);
        var slots = await ReadAsync(reader, Slot, cancellationToken).ConfigureAwait(false);
        return load with { Replicas = replicas, Slots = slots };
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static LoadSample Load(NpgsqlDataReader row) => new()
    {
        At = row.GetDateTime(0),
        WalBytes = row.GetInt64(1),
        SeesAll = row.GetBoolean(2),
        Connections = row.GetInt32(3),
        MostConnections = row.GetInt32(4),
        ActiveSessions = row.Nullable<int?>(5),
        LockWaiters = row.GetInt32(6),
        LongestLockWaitSeconds = row.GetDouble(7),
        VacuumedTable = row.Nullable<string>(8),
        Vacuums = row.GetInt32(9),
    };

    private static ReplicaState Replica(NpgsqlDataReader row) =>
        new(row.GetString(0), row.Nullable<string>(1), row.GetBoolean(2), row.GetBoolean(3), row.Nullable<long?>(4));

    private static SlotState Slot(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.Nullable<long?>(2), row.GetBoolean(3));

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}
