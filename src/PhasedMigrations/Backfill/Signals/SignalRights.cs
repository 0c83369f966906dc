using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// Refuses to begin blindly. A server without replicas shows everything that is needed to every role; where there is something that this role may not
/// see, somebody has to grant the right or to waive the signal by name.
/// </summary>
internal static class SignalRights
{
    /// <exception cref="MissingPrivilegeException">Something that a signal needs is hidden from the role.</exception>
    public static async Task RequireAsync(
        NpgsqlConnection connection, LoadSample sample, IReadOnlyList<WatchedSignal> signals, CancellationToken cancellationToken)
    {
        if (sample.SeesAll || Hidden(sample, signals) is not var (signal, what))
            return;
        var role = await connection.ScalarAsync<string>("SELECT current_user::text", [], cancellationToken).ConfigureAwait(false);
        throw new MissingPrivilegeException(
            $"The role {role} may not see {what}, which the signal {signal} needs. Grant it (GRANT pg_read_all_stats TO {Quote.Identifier(role!)}), "
            + $"or waive the signal (WaivedSignals, --waive {signal}); nothing was changed.");
    }

    /// <summary>After the first reading: a mistake in a signal's own query does not mend itself.</summary>
    /// <exception cref="MissingPrivilegeException">The role may not execute the query of a signal.</exception>
    /// <exception cref="BlockedException">The server does not understand it.</exception>
    public static void RequireReadable(IReadOnlyList<WatchedSignal> signals)
    {
        foreach (var signal in signals)
        {
            if (signal.Error is not PostgresException e || !e.SqlState.StartsWith("42", StringComparison.Ordinal))
                continue;
            var message = $"The signal {signal.Signal.Name} cannot be read: {ServerErrors.Describe(e)} ";
            throw e.SqlState == PostgresErrorCodes.InsufficientPrivilege
                ? new MissingPrivilegeException($"{message}Grant the right, or waive the signal (WaivedSignals, --waive {signal.Signal.Name}); nothing was changed.", e)
                : new BlockedException($"{message}Correct its query, then run again; nothing was changed.", e);
        }
    }

    private static (string Signal, string What)? Hidden(LoadSample sample, IReadOnlyList<WatchedSignal> signals)
    {
        if (Watches(signals, LoadSignals.ReplicaLag) && sample.Replicas.FirstOrDefault(replica => !replica.IsVisible) is { } replica)
            return (LoadSignals.ReplicaLag, $"how far the replica {replica.Name} is (pg_stat_replication)");
        return Watches(signals, LoadSignals.ActiveSessions) ? (LoadSignals.ActiveSessions, "which sessions are active (pg_stat_activity)") : null;
    }

    private static bool Watches(IReadOnlyList<WatchedSignal> signals, string name) => signals.Any(signal => signal.Signal.Name == name);
}
