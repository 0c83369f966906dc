using Npgsql;
using PhasedMigrations.Control;
using PhasedMigrations.State;

namespace PhasedMigrations;

/// <content>What an operator asks for and looks at, while runs go on elsewhere.</content>
public sealed partial class PhasedRunner
{
    /// <summary>
    /// Holds a migration up, in every process: what works on it finishes its batch and waits, and what is started meanwhile waits too. An index build
    /// or a validation that was begun goes on; none begins.
    /// </summary>
    /// <param name="migration">Its name.</param>
    /// <param name="reason">What is shown to whoever asks why nothing happens; null means nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    /// <exception cref="PhasedMigrationException">It is complete, or was cancelled.</exception>
    public Task PauseAsync(string migration, string? reason = null, CancellationToken cancellationToken = default) => AskAsync(
        migration,
        connection => OperatorRequests.PauseAsync(connection, migration, reason, cancellationToken),
        "paused", cancellationToken);

    /// <summary>Lets a migration go on that was paused or cancelled. Whoever waits for it goes on by himself; without such a process it takes a run.</summary>
    /// <param name="migration">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when it was neither paused nor cancelled.</returns>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    public async Task<bool> ResumeAsync(string migration, CancellationToken cancellationToken = default)
    {
        _ = await LoadAsync([migration], cancellationToken).ConfigureAwait(false);
        return await InStateSchemaAsync(
            connection => OperatorRequests.ResumeAsync(connection, migration, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends all work on a migration, in every process, after the batch that is being executed, and refuses its contract, until it is resumed or
    /// reverted. What was done is kept.
    /// </summary>
    /// <param name="migration">Its name.</param>
    /// <param name="reason">What is shown to whoever asks; null means nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    /// <exception cref="PhasedMigrationException">It is complete.</exception>
    public Task CancelAsync(string migration, string? reason = null, CancellationToken cancellationToken = default) => AskAsync(
        migration,
        connection => OperatorRequests.CancelAsync(connection, migration, reason, cancellationToken),
        "cancelled", cancellationToken);

    /// <summary>Changes how hard every process works on a migration, at once and until it is changed again.</summary>
    /// <param name="migration">Its name.</param>
    /// <param name="pace">What counts instead of the options of each process; null means those again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    /// <exception cref="PhasedMigrationException">It is complete.</exception>
    public Task SetPaceAsync(string migration, PhasedPace? pace, CancellationToken cancellationToken = default)
    {
        _ = pace?.Validated();
        return AskAsync(
            migration,
            connection => OperatorRequests.SetPaceAsync(connection, migration, pace, cancellationToken),
            "given another pace", cancellationToken);
    }

    private async Task AskAsync(string migration, Func<NpgsqlConnection, Task<bool>> request, string what, CancellationToken cancellationToken)
    {
        _ = await LoadAsync([migration], cancellationToken).ConfigureAwait(false);
        if (await InStateSchemaAsync(request, cancellationToken).ConfigureAwait(false))
            return;
        if (await LoadAsync([migration], cancellationToken).ConfigureAwait(false) is [{ CancelledAt: not null } cancelled])
            throw new MigrationCancelledException(migration, cancelled.ControlReason);
        throw new PhasedMigrationException($"The phased migration {migration} is complete; it cannot be {what} any more.");
    }

    /// <summary>
    /// Makes chunks of a backfill that failed, because the server refused rows in them, open again: the next run, or one that is going on, tries
    /// them once more. A run that begins does so by itself.
    /// </summary>
    /// <param name="migration">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many chunks.</returns>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    public async Task<long> RetryAsync(string migration, CancellationToken cancellationToken = default)
    {
        var found = (await LoadAsync([migration], cancellationToken).ConfigureAwait(false))[0];
        return await InStateSchemaAsync(connection => FailedRows.RetryAsync(connection, found.Id, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What happened to the migrations, the oldest first: decisions of the engine and requests of operators. Kept also after a revert.</summary>
    /// <param name="migration">The name of one; null means all.</param>
    /// <param name="after">Only events with a higher <see cref="PhasedEvent.Id"/>: the last one that was seen.</param>
    /// <param name="most">How many; when there are more, the newest.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    /// <exception cref="SchemaVersionException">The database was prepared by another version.</exception>
    public async Task<IReadOnlyList<PhasedEvent>> GetEventsAsync(
        string? migration = null, long after = 0, int most = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        return await InStateSchemaAsync(
            async connection => await SchemaInstaller.Current.FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) is null
                ? []
                : await EventLog.ReadAsync(connection, migration, after, most, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }
}
