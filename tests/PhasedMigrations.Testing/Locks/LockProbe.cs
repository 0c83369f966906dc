using Npgsql;
using NpgsqlTypes;

namespace PhasedMigrations.Testing.Locks;

/// <summary>Executes statements and measures what they do to the tables that exist: locks, rewrites, scans, index builds.</summary>
public sealed class LockProbe(NpgsqlDataSource dataSource)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    /// <summary>Runs the commands in one transaction and commits it. A transaction keeps its locks, so the end shows all of them.</summary>
    public async Task<LockMeasurement> MeasureAsync(IReadOnlyCollection<string> commands, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var messages = await ServerMessages.ListenAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        var before = await ServerTables.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        messages.Clear();
        foreach (var command in commands)
            await ExecuteAsync(connection, command, cancellationToken).ConfigureAwait(false);
        var said = messages.Take();

        var locks = await ReadLocksAsync(connection, connection.ProcessID, before, cancellationToken).ConfigureAwait(false);
        var after = await ServerTables.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return Compare(before, after, locks, said);
    }

    /// <summary>
    /// Runs one command that no transaction may hold (<c>CREATE INDEX CONCURRENTLY</c>). An open transaction of ours has written to every
    /// table: such a command waits for it, and shows its locks while it waits.
    /// </summary>
    public async Task<LockMeasurement> MeasureOutsideTransactionAsync(string command, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var observer = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var writer = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var before = await ServerTables.ReadAsync(observer, cancellationToken).ConfigureAwait(false);
        var messages = await ServerMessages.ListenAsync(connection, cancellationToken).ConfigureAwait(false);

        Task running;
        IReadOnlyDictionary<uint, LockMode> locks;
        await using (var transaction = await writer.BeginTransactionAsync(cancellationToken).ConfigureAwait(false))
        {
            var tables = string.Join(", ", before.ByOid.Values.Select(table => table.Name));
            await ExecuteAsync(writer, $"LOCK TABLE {tables} IN ROW EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
            running = ExecuteAsync(connection, command, cancellationToken);
            await WaitsAsync(observer, connection.ProcessID, running, cancellationToken).ConfigureAwait(false);
            locks = await ReadLocksAsync(observer, connection.ProcessID, before, cancellationToken).ConfigureAwait(false);
        }
        await running.ConfigureAwait(false);

        var after = await ServerTables.ReadAsync(observer, cancellationToken).ConfigureAwait(false);
        return Compare(before, after, locks, messages.Take());
    }

    private static LockMeasurement Compare(
        ServerTables before, ServerTables after, IReadOnlyDictionary<uint, LockMode> locks, IReadOnlyList<string> messages)
    {
        var tables = new Dictionary<string, TableImpact>();
        foreach (var (oid, table) in before.ByOid)
        {
            var now = after.ByOid.GetValueOrDefault(oid);
            var built = after.IndexFiles.Except(before.IndexFiles).Where(index => index.Table == oid).Select(index => index.Name).Order().ToArray();
            var impact = new TableImpact(
                locks.GetValueOrDefault(oid),
                Rewritten: now is not null && now.File != table.File,
                Scanned: built.Length > 0 || (now is not null && now.Scans > table.Scans),
                RowsUpdated: now is null ? 0 : now.Updates - table.Updates,
                built);
            if (impact.Lock != LockMode.None || impact.Rewritten || impact.Scanned) tables.Add(table.Name, impact);
        }
        return new LockMeasurement(tables, messages);
    }

    private static async Task<IReadOnlyDictionary<uint, LockMode>> ReadLocksAsync(
        NpgsqlConnection connection, int pid, ServerTables tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(EmbeddedText.Read("locks.sql"), connection);
        command.Parameters.Add(new NpgsqlParameter { Value = pid });
        command.Parameters.Add(new NpgsqlParameter { Value = tables.ByOid.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var strongest = new Dictionary<uint, LockMode>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var table = reader.GetFieldValue<uint>(0);
            var mode = Enum.Parse<LockMode>(reader.GetString(1)[..^"Lock".Length]);
            if (mode > strongest.GetValueOrDefault(table)) strongest[table] = mode;
        }
        return strongest;
    }

    private static async Task WaitsAsync(NpgsqlConnection observer, int pid, Task running, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $1", observer);
        command.Parameters.Add(new NpgsqlParameter { Value = pid });
        while (!running.IsCompleted && await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
