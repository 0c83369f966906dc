using System.Diagnostics;
using System.Diagnostics.Metrics;
using PhasedMigrations.Backfill;
using PhasedMigrations.State;

namespace PhasedMigrations.Telemetry;

/// <summary>Every measurement of the engine. Names, units and tags are promised in docs/engine.md; row values and connection strings never appear.</summary>
internal static class EngineMetrics
{
    public const string Name = "PhasedMigrations";
    public const string Migration = "phased.migration";
    private const string Table = "phased.table";
    private const string Signal = "phased.signal";
    private const string Subject = "phased.subject";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Batches = Meter.CreateCounter<long>("phased.batches", "{batch}", "Batches that were committed.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("phased.batches.retried", "{batch}", "Batches that failed and are tried again.");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("phased.rows", "{row}", "Rows that batches have changed.");
    private static readonly Counter<long> HotRows = Meter.CreateCounter<long>("phased.rows.hot", "{row}", "Of these, updates that touched no index.");
    private static readonly Counter<long> RefusedRows = Meter.CreateCounter<long>("phased.rows.refused", "{row}", "Rows that the server or a transform refused.");
    private static readonly Counter<long> Wal = Meter.CreateCounter<long>("phased.wal", "By", "WAL that the server wrote during batches: an upper bound.");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("phased.batch.duration", "s", "The server's time for a batch.");
    private static readonly Counter<long> VerifiedRows = Meter.CreateCounter<long>("phased.verification.rows", "{row}", "Rows that verifications have judged.");
    private static readonly Counter<long> WrongRows = Meter.CreateCounter<long>("phased.verification.rows.wrong", "{row}", "Of these, wrong ones.");
    private static readonly Counter<long> RepairedRows = Meter.CreateCounter<long>("phased.verification.rows.repaired", "{row}", "Of these, repaired ones.");
    private static readonly Counter<long> UnjudgedRows = Meter.CreateCounter<long>("phased.verification.rows.unjudged", "{row}", "Rows that others have written since.");
    private static readonly Counter<double> HoldTime = Meter.CreateCounter<double>("phased.hold.duration", "s", "Time for which work was held back.");
    private static readonly Gauge<int> Holds = Meter.CreateGauge<int>("phased.held", null, "1 while something holds work back, else 0.");
    private static readonly Gauge<double> Signals = Meter.CreateGauge<double>("phased.signal.value", null, "The last reading of a load signal, in the unit of the signal.");

    public static void Batch(string migration, string table, StripeResult batch)
    {
        var tags = new TagList { { Migration, migration }, { Table, table } };
        Batches.Add(1, tags);
        Rows.Add(batch.Rows, tags);
        HotRows.Add(batch.HotRows, tags);
        Wal.Add(batch.WalBytes, tags);
        Durations.Record(batch.Milliseconds / 1000, tags);
    }

    public static void Retry(string migration, string table) => Retries.Add(1, new TagList { { Migration, migration }, { Table, table } });

    /// <summary>Called when they are in the ledger.</summary>
    public static void Refused(string migration, string table, int rows)
    {
        if (rows > 0)
            RefusedRows.Add(rows, new TagList { { Migration, migration }, { Table, table } });
    }

    /// <param name="migration">Its name.</param>
    /// <param name="table">Whose rows were looked at.</param>
    /// <param name="before">What the verification had found before.</param>
    /// <param name="after">What it has found now, committed.</param>
    public static void Verified(string migration, string table, VerificationRow before, VerificationRow after)
    {
        var tags = new TagList { { Migration, migration }, { Table, table }, { Subject, after.Subject } };
        VerifiedRows.Add(after.Checked - before.Checked, tags);
        WrongRows.Add(after.Wrong - before.Wrong, tags);
        RepairedRows.Add(after.Repaired - before.Repaired, tags);
        UnjudgedRows.Add(after.Unjudged - before.Unjudged, tags);
    }

    public static void HeldFor(string migration, TimeSpan time) => HoldTime.Add(time.TotalSeconds, new TagList { { Migration, migration } });

    public static void Held(string migration, bool isHeld) => Holds.Record(isHeld ? 1 : 0, new TagList { { Migration, migration } });

    public static void Read(string signal, double value) => Signals.Record(value, new TagList { { Signal, signal } });
}
