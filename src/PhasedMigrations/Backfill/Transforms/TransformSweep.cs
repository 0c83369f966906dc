using System.Globalization;
using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>
/// Rows that no range saw, because the application inserted them behind the walk or changed their key: one snapshot shows all that are still pending.
/// They become chunks of keys. Where one of them is not met under its key, there is another round.
/// </summary>
internal static class TransformSweep
{
    private const int RowsOfChunk = 1000;
    private const int MostRounds = 8;

    /// <returns>True when there is more to be done before the backfill is finished.</returns>
    public static async Task<bool> BeginAsync(RunContext run, NpgsqlConnection connection, long step, TransformWork work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(SessionSettings.NoLimit).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        // One worker looks, while the others cannot; they find its chunks.
        _ = await connection.ScalarAsync<bool>("SELECT true FROM phased.steps WHERE id = $1 FOR UPDATE", [step], cancellationToken).ConfigureAwait(false);
        var now = await connection.QueryAsync(
            """
            SELECT NOT s.fully_planned OR EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'running'),
                s.state <> 'running' OR EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'failed')
            FROM phased.steps s
            WHERE s.id = $1
            """,
            [step], reader => (IsOpen: reader.GetBoolean(0), IsOver: reader.GetBoolean(1)), cancellationToken).ConfigureAwait(false);
        // A chunk that others finish this moment must not let the step be finished without its sweep.
        if (now is [{ IsOpen: true }])
            return true;
        if (now is not [{ IsOver: false }])
            return false;
        var last = (await connection.QueryAsync(
            """
            SELECT coalesce(max(c.round), 0), coalesce(bool_and(coalesce(c.rows, 0) >= c.size), false)
            FROM phased.chunks c
            WHERE c.step_id = $1 AND c.round = (SELECT max(l.round) FROM phased.chunks l WHERE l.step_id = $1)
            """,
            [step], reader => (Round: reader.GetInt32(0), AllMet: reader.GetBoolean(1)), cancellationToken).ConfigureAwait(false))[0];
        if (last.AllMet || last.Round >= MostRounds)
            return false;
        var chunks = await connection.ExecuteAsync(Insert(work), [step, last.Round + 1], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks > 0;
    }

    private static string Insert(TransformWork work) => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO phased.chunks (step_id, round, lo, hi, size, left_keys, owner, lease_until)
        SELECT $1, $2, k.keys[1:{work.Key.Columns.Count}], k.keys[1:{work.Key.Columns.Count}], k.size, k.keys, 'sweep', clock_timestamp() - interval '1 second'
        FROM (
            SELECT count(DISTINCT p.n)::integer AS size, array_agg(part.value ORDER BY p.n, part.i) AS keys
            FROM (
                SELECT row_number() OVER () - 1 AS n, {work.Key.AsTextArray} AS key
                FROM {work.Table.QuotedName}
                WHERE ({work.Transform.Where}
                )) AS p
            CROSS JOIN LATERAL unnest(p.key) WITH ORDINALITY AS part (value, i)
            GROUP BY p.n / {RowsOfChunk}) AS k
        """);
}
