namespace PhasedMigrations.Backfill.Signals;

/// <summary>What one look at the server and at this process showed; the built-in signals are made of it.</summary>
internal sealed record LoadSample
{
    /// <summary>By the server's clock.</summary>
    public DateTime At { get; init; }

    /// <summary>All WAL the server ever wrote.</summary>
    public long WalBytes { get; init; }

    /// <summary>Whether the role may see what other sessions do (<c>pg_read_all_stats</c>).</summary>
    public bool SeesAll { get; init; }

    public int Connections { get; init; }

    /// <summary>Those of superusers and other reserves left out.</summary>
    public int MostConnections { get; init; }

    /// <summary>Null when nobody asked for it.</summary>
    public int? ActiveSessions { get; init; }

    public int LockWaiters { get; init; }

    public double LongestLockWaitSeconds { get; init; }

    /// <summary>A table among those of the backfill that is vacuumed against wraparound.</summary>
    public string? VacuumedTable { get; init; }

    public int Vacuums { get; init; }

    public IReadOnlyList<ReplicaState> Replicas { get; init; } = [];

    public IReadOnlyList<SlotState> Slots { get; init; } = [];

    /// <summary>Of our own write at the look before; null at the first.</summary>
    public double? CommitMilliseconds { get; init; }

    /// <summary>Percent of what this process may use.</summary>
    public SignalReading Memory { get; init; }

    /// <summary>Null while there were too few batches to tell.</summary>
    public double? ErrorPercent { get; init; }
}

/// <summary>A receiver of WAL, or the slot of one that is away.</summary>
/// <param name="Name">Its application_name, or the name of the slot.</param>
/// <param name="Slot">The slot it uses.</param>
/// <param name="IsConnected">False for a slot that nobody uses at the moment.</param>
/// <param name="IsVisible">False when the role may not see how far it is.</param>
/// <param name="LagBytes">Null when it has not said yet how far it is.</param>
internal sealed record ReplicaState(string Name, string? Slot, bool IsConnected, bool IsVisible, long? LagBytes);

/// <param name="Name">Of the slot.</param>
/// <param name="RetainedBytes">WAL that is kept for it.</param>
/// <param name="SafeBytes">What the server may still write before it drops that WAL; null without such a limit.</param>
/// <param name="IsUnreserved">The server drops it at the next checkpoint.</param>
internal sealed record SlotState(string Name, long RetainedBytes, long? SafeBytes, bool IsUnreserved);
