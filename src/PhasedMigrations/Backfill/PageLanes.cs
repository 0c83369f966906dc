using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>The lanes of one backfill: which pages of which leaves belong to it. Every method needs the lock of the step's row.</summary>
internal sealed class PageLanes(BackfillStep plan, long step)
{
    private static readonly string CoverSql = EmbeddedSql.Read("Backfill.CoverLeaves.sql");

    /// <summary>Lays lanes over every leaf that has none for its present file. Lanes of a file that is gone end where they are, those of a renamed leaf follow it.</summary>
    /// <returns>Whether there is something new to do.</returns>
    public async Task<bool> CoverAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            WITH gone AS (
                UPDATE phased.lanes l SET end_page = l.planned_to
                WHERE l.step_id = $1 AND l.filenode IS DISTINCT FROM pg_relation_filenode(l.relation) AND (
                    l.planned_to < l.end_page
                    OR EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = $1 AND c.state IN ('running', 'failed') AND c.lane_id = l.id))
                RETURNING l.id)
            UPDATE phased.chunks c SET state = 'void', epoch = c.epoch + 1
            FROM gone
            WHERE c.step_id = $1 AND c.state IN ('running', 'failed') AND c.lane_id = gone.id
            """,
            [step], cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            """
            UPDATE phased.lanes l SET relation_name = phased.quoted_name(l.relation)
            WHERE l.step_id = $1 AND l.relation_name <> phased.quoted_name(l.relation)
            """,
            [step], cancellationToken).ConfigureAwait(false);
        return await connection.ScalarAsync<long>(CoverSql, [step, Commands.AsText(plan.Table.QuotedName)], cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Adds a sweep of every leaf that this round has not swept since its last lane.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> SweepAsync(NpgsqlConnection connection, int round, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            """
            INSERT INTO phased.chunks (step_id, lane_id, round, owner, lease_until, attempts)
            SELECT $1, leaf.lane, $2, '', clock_timestamp() - interval '1 second', 0
            FROM (SELECT max(l.id) AS lane FROM phased.lanes l WHERE l.step_id = $1 GROUP BY l.relation) AS leaf
            WHERE NOT EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = $1 AND c.lane_id = leaf.lane AND c.round = $2)
            """,
            [step, round], cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Lays a lane over a whole leaf again, where so many rows are left that windows do them better than a sweep.</summary>
    public static Task RepeatAsync(NpgsqlConnection connection, long lane, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO phased.lanes (step_id, relation, relation_name, filenode, first_page, end_page, planned_to)
        SELECT l.step_id, l.relation, l.relation_name, pg_relation_filenode(l.relation), 0,
            pg_relation_size(l.relation) / current_setting('block_size')::bigint, 0
        FROM phased.lanes l
        WHERE l.id = $1
        """,
        [lane], cancellationToken);
}
