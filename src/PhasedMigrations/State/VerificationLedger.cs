using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.verifications.</summary>
internal static class VerificationLedger
{
    private const string Select =
        "SELECT id, operation, subject, percent, finished_at IS NOT NULL, next_relation, next_filenode, next_page, rows_checked, rows_wrong, rows_repaired, rows_unjudged, examples, refusal FROM phased.verifications";

    /// <summary>The same one, where it was interrupted and nothing was verified since; else null.</summary>
    public static async Task<VerificationRow?> FindInterruptedAsync(
        NpgsqlConnection connection, long migration, int operation, string subject, double percent, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            $"""
             {Select}
             WHERE migration_id = $1 AND operation = $2 AND subject = $3 AND percent = $4 AND finished_at IS NULL
                 AND id = (SELECT max(id) FROM phased.verifications WHERE migration_id = $1 AND operation = $2 AND subject = $3)
             """,
            [migration, operation, subject, percent], Read, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    public static async Task<VerificationRow> BeginAsync(
        NpgsqlConnection connection, long migration, int operation, string subject, double percent, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            $"""
             INSERT INTO phased.verifications (migration_id, operation, subject, percent) VALUES ($1, $2, $3, $4)
             RETURNING {Select["SELECT ".Length..Select.IndexOf(" FROM phased", StringComparison.Ordinal)]}
             """,
            [migration, operation, subject, percent], Read, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Adds what a piece of the table showed. Wrong rows block the migration in the same transaction.</summary>
    /// <returns>False when another process has gone on with it.</returns>
    public static async Task<bool> AdvanceAsync(
        NpgsqlConnection connection, VerificationRow row, VerificationPiece piece, bool isLast, CancellationToken cancellationToken)
    {
        var advanced = await connection.ExecuteAsync(
            """
            UPDATE phased.verifications
            SET next_relation = $4, next_filenode = $5::bigint::oid, next_page = $6, rows_checked = rows_checked + $7, rows_wrong = rows_wrong + $8,
                rows_repaired = rows_repaired + $9, rows_unjudged = rows_unjudged + $10, examples = (examples || $11)[1:5],
                finished_at = CASE WHEN $12 THEN clock_timestamp() END
            WHERE id = $1 AND next_relation IS NOT DISTINCT FROM $2 AND next_page IS NOT DISTINCT FROM $3 AND finished_at IS NULL
            """,
            [
                row.Id, row.NextRelation, row.NextPage, piece.NextRelation, (long?)piece.NextFileNode, piece.NextPage,
                piece.Checked, piece.Wrong, piece.Repaired, piece.Unjudged, piece.Examples, isLast,
            ],
            cancellationToken).ConfigureAwait(false);
        if (advanced == 1 && piece.Wrong > piece.Repaired)
            await BlockAsync(connection, row.Id, cancellationToken).ConfigureAwait(false);
        return advanced == 1;
    }

    public static Task RefuseAsync(NpgsqlConnection connection, VerificationRow row, string refusal, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE phased.verifications SET refusal = $2, finished_at = clock_timestamp() WHERE id = $1", [row.Id, refusal], cancellationToken);

    /// <summary>Notes the transaction in which rows are being repaired.</summary>
    public static Task NoteRepairAsync(NpgsqlConnection connection, VerificationRow row, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE phased.verifications SET xids = array_append(xids, pg_current_xact_id()::xid) WHERE id = $1", [row.Id], cancellationToken);

    public static async Task<VerificationRow> ReadAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken) =>
        (await connection.QueryAsync($"{Select} WHERE id = $1", [id], Read, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Whether it has been verified since then.</summary>
    public static Task<bool> HasSinceAsync(
        NpgsqlConnection connection, long migration, int operation, string subject, double percent, DateTimeOffset since, CancellationToken cancellationToken) =>
        connection.ScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT 1 FROM phased.verifications
                WHERE migration_id = $1 AND operation = $2 AND subject = $3 AND percent >= $4 AND started_at >= $5 AND finished_at IS NOT NULL)
            """,
            [migration, operation, subject, percent, since], cancellationToken);

    /// <summary>Verifications that found wrong rows, and that no later one which covers as much has cleared.</summary>
    public static Task<List<VerificationRow>> FailedAsync(NpgsqlConnection connection, long migration, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            $"""
             SELECT DISTINCT ON (f.operation, f.subject) f.*
             FROM ({Select} WHERE migration_id = $1 AND accepted_at IS NULL) f
             WHERE f.rows_wrong > f.rows_repaired AND NOT EXISTS (
                 SELECT 1 FROM phased.verifications l
                 WHERE l.migration_id = $1 AND l.operation = f.operation AND l.subject = f.subject AND l.id > f.id AND l.percent >= f.percent
                     AND l.finished_at IS NOT NULL AND l.refusal IS NULL AND l.rows_wrong = l.rows_repaired)
             ORDER BY f.operation, f.subject, f.percent DESC, f.id DESC
             """,
            [migration], Read, cancellationToken);

    /// <summary>Takes what is wrong for right, by an operator's word; the event says whose.</summary>
    /// <returns>How many results.</returns>
    public static async Task<int> AcceptAsync(NpgsqlConnection connection, long migration, string reason, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            """
            WITH accepted AS (
                UPDATE phased.verifications SET accepted_at = clock_timestamp(), accepted_because = $2
                WHERE migration_id = $1 AND rows_wrong > rows_repaired AND accepted_at IS NULL
                RETURNING id),
            noted AS (
                INSERT INTO phased.events (migration, kind, message)
                SELECT m.name, 'verification_accepted', 'By ' || session_user || ': ' || $2::text
                FROM phased.migrations m
                WHERE m.id = $1 AND EXISTS (SELECT 1 FROM accepted))
            SELECT id FROM accepted
            """,
            [migration, reason], reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false)).Count;

    // Also for the contract that a migration tool would execute: it goes by the state.
    private static Task<int> BlockAsync(NpgsqlConnection connection, long verification, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        UPDATE phased.migrations m
        SET state = 'blocked', blocked_reason = 'A verification has found rows that are wrong; phased.verifications has the result. Run again to see it.'
        FROM phased.verifications v
        WHERE v.id = $1 AND m.id = v.migration_id AND m.state IN ('migrating', 'awaiting_contract')
        """,
        [verification], cancellationToken);

    private static VerificationRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetDouble(3), reader.GetBoolean(4), reader.Nullable<string>(5),
        reader.Nullable<uint?>(6), reader.Nullable<long?>(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10), reader.GetInt64(11),
        reader.GetFieldValue<string[]>(12), reader.Nullable<string>(13));
}

internal sealed record VerificationRow(
    long Id, int Operation, string Subject, double Percent, bool IsFinished, string? NextRelation, uint? NextFileNode, long? NextPage,
    long Checked, long Wrong, long Repaired, long Unjudged, string[] Examples, string? Refusal);

/// <summary>What a piece of a table showed, and where the next one begins.</summary>
internal sealed record VerificationPiece(
    string? NextRelation, uint? NextFileNode, long? NextPage, long Checked, long Wrong, long Repaired, long Unjudged, string[] Examples);
