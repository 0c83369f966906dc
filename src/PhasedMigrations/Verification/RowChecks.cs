using Npgsql;
using PhasedMigrations.Planning.Work;

namespace PhasedMigrations.Verification;

/// <summary>What is asked of the rows of each kind of work. A row that is not judged is not evaluated either.</summary>
internal static class RowChecks
{
    /// <returns>Null when the rows do not tell.</returns>
    public static async Task<RowCheck?> ForAsync(
        NpgsqlConnection connection, VerifiedWork work, PhasedVerificationSubject subject, double percent, long migration, CancellationToken cancellationToken) =>
        (work.Work, subject) switch
        {
            (UpdateWork update, PhasedVerificationSubject.Pending) => Pending(work, update, migration),
            (UpdateWork update, PhasedVerificationSubject.Values) => await ValuesAsync(connection, work, update, percent, migration, cancellationToken).ConfigureAwait(false),
            (DeleteWork delete, PhasedVerificationSubject.Pending) => await PendingAsync(connection, work, delete, cancellationToken).ConfigureAwait(false),
            (TransformWork transform, PhasedVerificationSubject.Pending) =>
                await PendingAsync(connection, work, transform, migration, cancellationToken).ConfigureAwait(false),
            (CopyWork copy, _) => await new CopyChecks(work, copy, migration).ForAsync(connection, subject, percent, cancellationToken).ConfigureAwait(false),
            _ => null,
        };

    // Rows that somebody else has written since the horizon may be pending for good reasons; what the backfill wrote is its own, also while an older
    // transaction elsewhere keeps the horizon back.
    private static RowCheck? Pending(VerifiedWork work, UpdateWork update, long migration) =>
        work.Step.Horizon is null || update.AlongPages(work.Table) is not { Obstacle: null } pages ? null : new(
            work, PhasedVerificationSubject.Pending, 100,
            $"CASE WHEN {work.IsOlder} OR {work.IsOwn(migration)} THEN CASE WHEN ({pages.Pending}\n) THEN 1 ELSE 0 END END");

    private static async Task<RowCheck?> PendingAsync(NpgsqlConnection connection, VerifiedWork work, DeleteWork delete, CancellationToken cancellationToken)
    {
        if (work.Step.Horizon is null)
            return null;
        var condition = await LastingCondition.ForAsync(connection, delete.Delete.Where, work.Step.HorizonAt, cancellationToken).ConfigureAwait(false);
        return condition.Refusal is { } refusal
            ? RowCheck.Refused(work, PhasedVerificationSubject.Pending, 100, refusal)
            : new(work, PhasedVerificationSubject.Pending, 100, $"CASE WHEN {work.IsOlder} THEN CASE WHEN {condition.Sql} THEN 1 ELSE 0 END END");
    }

    // What the transform has written is done, also where its result leaves the row matching. Without a condition, what it has not written is not done.
    private static async Task<RowCheck?> PendingAsync(
        NpgsqlConnection connection, VerifiedWork work, TransformWork transform, long migration, CancellationToken cancellationToken)
    {
        if (work.Step.Horizon is null)
            return null;
        var condition = transform.Transform.Where is not { } where
            ? new("true", Refusal: null)
            : await LastingCondition.ForAsync(connection, where, work.Step.HorizonAt, cancellationToken).ConfigureAwait(false);
        return condition.Refusal is { } refusal
            ? RowCheck.Refused(work, PhasedVerificationSubject.Pending, 100, refusal)
            : new(
                work, PhasedVerificationSubject.Pending, 100,
                $"CASE WHEN {work.IsOwn(migration)} THEN 0 WHEN {work.IsOlder} THEN CASE WHEN {condition.Sql} THEN 1 ELSE 0 END END");
    }

    private static async Task<RowCheck> ValuesAsync(
        NpgsqlConnection connection, VerifiedWork work, UpdateWork update, double percent, long migration, CancellationToken cancellationToken)
    {
        var comparison = await ValueComparison.ForAsync(connection, work.Table, update, cancellationToken).ConfigureAwait(false);
        return comparison.Refusal is { } refusal
            ? RowCheck.Refused(work, PhasedVerificationSubject.Values, percent, refusal)
            : new(
                work, PhasedVerificationSubject.Values, percent,
                $"CASE WHEN {work.IsOwn(migration)} THEN CASE WHEN {comparison.Different} THEN 1 ELSE 0 END END");
    }
}
