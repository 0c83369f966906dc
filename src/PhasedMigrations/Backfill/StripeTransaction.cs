using System.Globalization;
using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>
/// One stripe in one round trip: its settings, and its rows with the ledger, travel as a batch, which the server executes as one transaction and commits at its
/// end. Nothing of it outlives the transaction, so a pooler may hand the next one to another session. The connection is kept open meanwhile.
/// </summary>
internal sealed class StripeTransaction(RunContext run, SqlWork work) : IAsyncDisposable
{
    // Rows of a batch wait for the locks of others, and others for ours: a short wait keeps the queue short.
    private static readonly TimeSpan RowLockTimeout = TimeSpan.FromSeconds(0.2);
    // Locks are released without waiting for the disk. A crash may lose the last batches, but always with their ledger rows and never one before
    // another; whatever follows from the end of the backfill commits durably, and all that was written before it with it.
    private const string NoWaitForDisk = "set_config('synchronous_commit', 'off', true)";
    private NpgsqlConnection? _connection;

    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        await DisposeAsync().ConfigureAwait(false);
        return _connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="PostgresException">Among others PM006: the chunk belongs to another worker; PM007: the table has other pages.</exception>
    public async Task<StripeResult> RunAsync(Chunk chunk, int stripe, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(Settings.AsBatchCommand(NoWaitForDisk));
        batch.BatchCommands.Add(Commands.CreateForBatch(RowsAndLedger(chunk, stripe), []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var result = new StripeResult(reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2), reader.GetInt64(3));
        // The commit follows the last result: only the end of the batch says that it succeeded.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
            return;
        await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    public SessionSettings Settings => SettingsOf(run);

    // No statement may hold row locks past the lease.
    public static SessionSettings SettingsOf(RunContext run) => run.Settings(run.Options.Lease) with
    {
        LockTimeout = run.Options.LockTimeout < RowLockTimeout ? run.Options.LockTimeout : RowLockTimeout, IsWork = true,
    };

    // The statement stands in the text, not in a parameter: whoever looks at pg_stat_activity sees what is done to which rows.
    private string RowsAndLedger(Chunk chunk, int stripe) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT rows, ms, wal_bytes, hot_rows
        FROM phased.run_stripe({Quote.Literal(work.Batch(chunk.Target, chunk.Condition(stripe)).AsStatement)}, {GuardOf(chunk)},
            {chunk.Id}, {chunk.Epoch}, {stripe}, interval '{(long)run.Options.Lease.TotalMilliseconds} ms',
            {Quote.Literal(chunk.Relation)}::regclass, {(chunk.FileNode is { } node ? $"{node}::oid" : "NULL")})
        """);

    private string GuardOf(Chunk chunk) => work.Guard(chunk.Relation) is { } guard ? Quote.Literal(guard) : "NULL";
}
