using Npgsql;
using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations;

/// <summary>What a signal is read with.</summary>
public sealed class SignalContext
{
    internal SignalContext(NpgsqlConnection connection, string? table, LoadSample sample) =>
        (Connection, Table, Sample) = (connection, table, sample);

    /// <summary>An open connection to the target database, outside of any transaction. No batch uses it.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>The table that is being backfilled, qualified and quoted; null between backfills.</summary>
    public string? Table { get; }

    internal LoadSample Sample { get; }
}
