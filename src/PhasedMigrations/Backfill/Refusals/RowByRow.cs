using System.Globalization;
using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Refusals;

/// <summary>Does the rows of a chunk one by one, each under a savepoint: those that the server refuses are noted, the others are done, all in one transaction.</summary>
internal sealed class RowByRow(RunContext run, BackfillStep plan, SqlWork work, StripeTransaction stripe)
{
    /// <exception cref="ChunkLostException">The chunk belongs to another worker.</exception>
    public async Task<StripeResult> RunAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        var connection = await stripe.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await stripe.Settings.ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var started = run.Time.GetTimestamp();
        var owned = await connection.ExecuteAsync(
            "UPDATE phased.chunks SET lease_until = clock_timestamp() + $3 WHERE id = $1 AND epoch = $2 AND state = 'running'",
            [chunk.Id, chunk.Epoch, run.Options.Lease], cancellationToken).ConfigureAwait(false);
        if (owned == 0)
            throw new ChunkLostException();
        // What is deferred to the commit would fail there, with all other rows.
        await connection.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", [], cancellationToken).ConfigureAwait(false);

        var done = 0L;
        var xids = new List<string>();
        var refused = new List<FailedRow>();
        foreach (var row in await RowsAsync(connection, chunk, cancellationToken).ConfigureAwait(false))
        {
            await transaction.SaveAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            try
            {
                done += await work.Batch(chunk.Target, row.Condition).ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
                xids.Add(await XidAsync(connection, chunk, cancellationToken).ConfigureAwait(false));
                await transaction.ReleaseAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (ServerErrors.IsRowRefused(e))
            {
                await transaction.RollbackAsync(Savepoint, cancellationToken).ConfigureAwait(false);
                refused.Add(new(row.Key, ServerErrors.Describe(e)));
                if (refused.Count >= run.Options.FailedRowLimit)
                    break;
            }
        }

        if (work.Guard(chunk.Relation) is { } guard)
            await connection.ExecuteAsync(guard, [], cancellationToken).ConfigureAwait(false);
        await FailedRows.FinishAsync(connection, chunk, done, xids, refused, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        EngineMetrics.Refused(run.Migration.Name, chunk.Relation, refused.Count);
        return new(done, run.Time.GetElapsedTime(started).TotalMilliseconds, WalBytes: 0, HotRows: 0);
    }

    private const string Savepoint = "phased_row";

    // What a savepoint writes bears a number of its own, which no function tells: a row that it writes does.
    private static async Task<string> XidAsync(NpgsqlConnection connection, Chunk chunk, CancellationToken cancellationToken) =>
        (await connection.ScalarAsync<string>(
            "UPDATE phased.chunks SET error = error WHERE id = $1 RETURNING xmin::text", [chunk.Id], cancellationToken).ConfigureAwait(false))!;

    private async Task<List<(string Key, string Condition)>> RowsAsync(NpgsqlConnection connection, Chunk chunk, CancellationToken cancellationToken)
    {
        var key = (chunk as KeyChunk)?.Range ?? (plan.Strategy as PageWindows)?.Key;
        var place = chunk is KeyChunk ? "NULL" : "ctid::text";
        // Without the user's condition: it may be what fails.
        return await connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {place}, {key?.AsTextArray ?? "NULL::text[]"} FROM {chunk.Target} WHERE {chunk.Condition(chunk.Stripes - 1)}"),
            [],
            reader =>
            {
                var tid = reader.Nullable<string>(0);
                var values = reader.Nullable<string[]>(1);
                return (RowKey.Describe(key, values, tid), tid is null ? key!.IsRow(values!) : $"ctid = {Quote.Literal(tid)}::tid");
            },
            cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The chunk belongs to another worker, or is done.</summary>
internal sealed class ChunkLostException() : Exception("The chunk belongs to another worker now.");
