namespace PhasedMigrations;

/// <summary>The names of the signals that are built in, for <see cref="PhasedRunnerOptions.SignalLimits"/> and <see cref="PhasedRunnerOptions.WaivedSignals"/>.</summary>
public static class LoadSignals
{
    /// <summary>Bytes of WAL that the slowest physical replica has not replayed yet.</summary>
    public const string ReplicaLag = "replica-lag";

    /// <summary>Seconds by which the slowest of <see cref="PhasedRunnerOptions.Replicas"/> is behind, measured by a heartbeat row.</summary>
    public const string ReplicaDelay = "replica-delay";

    /// <summary>Bytes of WAL that the farthest replication slot keeps on the server's disk.</summary>
    public const string SlotRetention = "slot-retention";

    /// <summary>Percent of <c>max_slot_wal_keep_size</c> that the farthest replication slot has used up; at 100 the server drops its WAL.</summary>
    public const string SlotBudget = "slot-budget";

    /// <summary>Sessions that wait for a lock behind a batch of a backfill.</summary>
    public const string LockWaiters = "lock-waiters";

    /// <summary>Seconds that the longest of them has waited.</summary>
    public const string LockWait = "lock-wait";

    /// <summary>Active sessions for each core of the server; read when <see cref="PhasedRunnerOptions.ServerCores"/> is set.</summary>
    public const string ActiveSessions = "active-sessions";

    /// <summary>Milliseconds that the server takes to commit a row of ours.</summary>
    public const string CommitLatency = "commit-latency";

    /// <summary>Bytes of WAL that the whole server writes in a second; read when <see cref="PhasedRunnerOptions.WalBudget"/> is set.</summary>
    public const string WalRate = "wal-rate";

    /// <summary>Vacuums that work on the table because its transaction ids are about to run out.</summary>
    public const string WraparoundVacuum = "wraparound-vacuum";

    /// <summary>Percent of the server's connections that are in use.</summary>
    public const string Connections = "connections";

    /// <summary>Percent of the memory that this process may use and does.</summary>
    public const string Memory = "memory";

    /// <summary>Percent of the batches of the last minute that failed and were tried again; waiting for a lock is no failure.</summary>
    public const string Errors = "errors";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ReplicaLag, ReplicaDelay, SlotRetention, SlotBudget, LockWaiters, LockWait, ActiveSessions, CommitLatency, WalRate, WraparoundVacuum, Connections,
        Memory, Errors,
    ];
}
