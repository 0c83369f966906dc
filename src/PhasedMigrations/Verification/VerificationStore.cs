using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Verification;

/// <summary>What a verification reads and notes on the server.</summary>
internal sealed class VerificationStore(RunContext run)
{
    /// <summary>Under the search path of the migration, in one snapshot for each statement, for as long as it takes.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        T answer = default!;
        await new StrongLock(run).RunAsync(
            "verification",
            SessionSettings.NoLimit,
            async (connection, token) => answer = await read(connection, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    public Task<VerificationRow> BeginAsync(int operation, PhasedVerificationSubject subject, double percent, CancellationToken cancellationToken) =>
        InLedgerAsync((connection, token) => VerificationLedger.BeginAsync(connection, run.Migration.Id, operation, Word(subject), percent, token), cancellationToken);

    public async Task<VerificationRow> FinishAsync(VerificationRow row, TableFacts table, VerificationPiece piece, CancellationToken cancellationToken)
    {
        var finished = await InLedgerAsync(
            async (connection, token) =>
            {
                await VerificationLedger.AdvanceAsync(connection, row, piece, isLast: true, token).ConfigureAwait(false);
                return await VerificationLedger.ReadAsync(connection, row.Id, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        EngineMetrics.Verified(run.Migration.Name, table.QuotedName, row, finished);
        return finished;
    }

    /// <summary>Notes that nothing could be judged, and why.</summary>
    public Task<VerificationRow> RefuseAsync(
        int operation, PhasedVerificationSubject subject, double percent, string refusal, CancellationToken cancellationToken) => InLedgerAsync(
        async (connection, token) =>
        {
            var row = await VerificationLedger.BeginAsync(connection, run.Migration.Id, operation, Word(subject), percent, token).ConfigureAwait(false);
            await VerificationLedger.RefuseAsync(connection, row, refusal, token).ConfigureAwait(false);
            return row with { Refusal = refusal };
        },
        cancellationToken);

    public Task<VerificationRow?> FindInterruptedAsync(RowCheck check, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.FindInterruptedAsync(
            connection, run.Migration.Id, check.Work.Operation, Word(check.Subject), check.Percent, token),
        cancellationToken);

    public Task<List<VerificationRow>> FailedAsync(CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.FailedAsync(connection, run.Migration.Id, token), cancellationToken);

    public Task<bool> HasSinceAsync(VerifiedWork work, PhasedVerificationSubject subject, double percent, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.HasSinceAsync(
            connection, run.Migration.Id, work.Operation, Word(subject), percent, work.Step.FinishedAt, token),
        cancellationToken);

    public Task<int> BlockAsync(string reason, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => connection.ExecuteAsync(
            """
            WITH blocked AS (
                UPDATE phased.migrations SET state = 'blocked', blocked_reason = $2
                WHERE id = $1 AND state IN ('migrating', 'awaiting_contract', 'blocked') RETURNING name)
            INSERT INTO phased.events (migration, kind, message) SELECT name, 'blocked', $2 FROM blocked
            """,
            [run.Migration.Id, reason], token),
        cancellationToken);

    private Task<T> InLedgerAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => run.PersistAsync(
        "verification",
        async token =>
        {
            await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            var result = await work(connection, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return result;
        },
        cancellationToken);

    private static string Word(PhasedVerificationSubject subject) => subject.ToString().ToLowerInvariant();
}
