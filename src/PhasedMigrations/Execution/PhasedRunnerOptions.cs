using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations;

/// <summary>How a <see cref="PhasedRunner"/> behaves. The defaults suit a production server.</summary>
public sealed record PhasedRunnerOptions
{
    /// <summary>How long one attempt waits for a strong lock, and so how long it can hold up the application. 0.1 to 10 seconds; default 2.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long attempts for one strong lock go on before the run stops, to be resumed later. Default 10 minutes.</summary>
    public TimeSpan LockWaitLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause after the first failed attempt; it doubles, with jitter, up to 30 seconds. Default 0.5 seconds.</summary>
    public TimeSpan LockRetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// How long work belongs to a process that gives no sign of life; after a kill the next run waits that long. By the server's clock.
    /// 1 second to 10 minutes; default 20 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The server time that nine of ten batches should stay below. Whoever meets a row of a batch waits as long: 30 instead of 50 milliseconds cost a few
    /// per cent of the pace and take two thirds off the application's slowest transactions (docs/benchmarks.md). 1 millisecond to 5 seconds; default 30
    /// milliseconds.
    /// </summary>
    public TimeSpan TargetBatchTime { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>
    /// The rows of the first batch; later ones follow <see cref="TargetBatchTime"/> up to 10,000 rows and 8 MiB of WAL. 50 to 10,000; null, the
    /// default, means by the rows of the table: 10,000 below ten million, 5,000 below a hundred million, 1,000 below a billion, else 500.
    /// </summary>
    public int? InitialBatchRows { get; init; }

    /// <summary>
    /// How many batches of one backfill this process executes at once, each on a connection of its own. 1 to 64; default a quarter of this
    /// machine's cores, at least 1 and at most 4.
    /// </summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount / 4, 1, 4);

    /// <summary>How tables are cut into batches. A backfill that was begun goes on in the way it was begun. Default automatic.</summary>
    public BackfillChunking Chunking { get; init; }

    /// <summary>With <see cref="BackfillChunking.Modulo"/>: into how many parts a table is cut. 2 to 10,000; default 100.</summary>
    public int ModuloPartitions { get; init; } = 100;

    /// <summary>With <see cref="BackfillChunking.TimeRanges"/>: the column, of type date, timestamp or timestamptz. Default none.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>How hard the backfill works. Default full.</summary>
    public BackfillPace Pace { get; init; }

    /// <summary>The pause after each batch as a multiple of its time: 0 is full pace, 1 works half of the time. Default 0.</summary>
    public double PauseRatio { get; init; }

    /// <summary>How long a batch that runs when the run is cancelled may take to finish. Default 10 seconds.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When work may be done; empty, the default, means always. Outside, no batch and no step begins, also none that would not be through when the
    /// window closes; an index build or a validation that was begun goes on.
    /// </summary>
    public IReadOnlyList<MaintenanceWindow> Windows { get; init; } = [];

    /// <summary>What a run does while no window is open. Default wait.</summary>
    public OutsideWindow OutsideWindow { get; init; }

    /// <summary>How long a run takes at most; then it ends after its batch, to be resumed. Positive, at most 40 days; null, the default, means no limit.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>
    /// The time of day at which a run ends at the latest, to be resumed: the next one after its beginning. No batch begins that would not be through
    /// by then. Null, the default, means no limit.
    /// </summary>
    public LocalTime? StopBefore { get; init; }

    /// <summary>
    /// How many rows that the server refuses (a value that cannot be converted, a violated constraint) are looked for before the run stops. All
    /// other rows are done meanwhile. 1 to 10,000; default 100.
    /// </summary>
    public int FailedRowLimit { get; init; } = 100;

    /// <summary>How often the signals are read that slow the run down or hold it. 0.1 to 60 seconds; default 1.</summary>
    public TimeSpan SignalInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After which time without a reading of a signal no batch begins. More than <see cref="SignalInterval"/>, at most 10 minutes; default 15 seconds.</summary>
    public TimeSpan SignalSilence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Signals of your own, besides those that are built in (<see cref="LoadSignals"/>). Default none.</summary>
    public IReadOnlyList<ILoadSignal> Signals { get; init; } = [];

    /// <summary>Other limits for signals, by name. Default none: each has its own.</summary>
    public IReadOnlyDictionary<string, SignalLimits> SignalLimits { get; init; } = new Dictionary<string, SignalLimits>();

    /// <summary>Names of signals that do without: they are not read and hold nothing. Default none.</summary>
    public IReadOnlyList<string> WaivedSignals { get; init; } = [];

    /// <summary>Replicas that are asked how far they are behind. Default none: then only <c>pg_stat_replication</c> tells.</summary>
    public IReadOnlyList<ReplicaSource> Replicas { get; init; } = [];

    /// <summary>
    /// After which time a replica that was connected and has gone, and has no slot, counts as removed. Not negative; null, the default, means
    /// never: it holds until it is back, or until the run is started again.
    /// </summary>
    public TimeSpan? MissingReplicaHold { get; init; }

    /// <summary>The cores of the server, with which <see cref="LoadSignals.ActiveSessions"/> is judged. 1 to 4,096; null, the default, means that it is not.</summary>
    public int? ServerCores { get; init; }

    /// <summary>Bytes of WAL that the whole server may write in a second before the run slows down. Positive; null, the default, means no limit.</summary>
    public long? WalBudget { get; init; }

    /// <summary>How a backfill is verified before the contract, or before the migration is complete without one. Default counts.</summary>
    public PhasedVerificationMode Verification { get; init; } = PhasedVerificationMode.Counts;

    /// <summary>The share of the table that a sample takes, in percent: above 0, at most 100. Default 1.</summary>
    public double VerificationSamplePercent { get; init; } = 1;

    /// <summary>Chooses the rows of a sample. Default 0.</summary>
    public int VerificationSeed { get; init; }

    /// <summary>Whether a verification that sees every row repairs those that are wrong. Default no.</summary>
    public bool VerificationRepair { get; init; }

    internal PhasedVerificationRequest VerificationRequest => new()
    {
        Mode = Verification,
        SamplePercent = VerificationSamplePercent,
        Seed = VerificationSeed,
        Repair = VerificationRepair,
    };

    /// <summary>
    /// The transforms that this process has, for migrations that compute values in C#. A process without the one that is needed leaves that step to
    /// others. Default none.
    /// </summary>
    public BackfillTransforms Transforms { get; init; } = new();

    internal PhasedRunnerOptions Validated()
    {
        Require(LockTimeout >= TimeSpan.FromSeconds(0.1) && LockTimeout <= TimeSpan.FromSeconds(10), nameof(LockTimeout), "between 0.1 and 10 seconds");
        Require(LockWaitLimit >= TimeSpan.Zero, nameof(LockWaitLimit), "not negative");
        Require(LockRetryDelay > TimeSpan.Zero, nameof(LockRetryDelay), "positive");
        Require(Lease >= TimeSpan.FromSeconds(1) && Lease <= TimeSpan.FromMinutes(10), nameof(Lease), "between 1 second and 10 minutes");
        Require(
            TargetBatchTime >= TimeSpan.FromMilliseconds(1) && TargetBatchTime <= TimeSpan.FromSeconds(5),
            nameof(TargetBatchTime),
            "between 1 millisecond and 5 seconds");
        Require(InitialBatchRows is null or >= 50 and <= 10_000, nameof(InitialBatchRows), "between 50 and 10,000");
        Require(Workers is >= 1 and <= 64, nameof(Workers), "between 1 and 64");
        Require(Enum.IsDefined(Chunking), nameof(Chunking), "one of BackfillChunking");
        Require(ModuloPartitions is >= 2 and <= 10_000, nameof(ModuloPartitions), "between 2 and 10,000");
        Require(
            (Chunking == BackfillChunking.TimeRanges) == !string.IsNullOrWhiteSpace(TimeColumn), nameof(TimeColumn), "given with BackfillChunking.TimeRanges, and only then");
        Require(Enum.IsDefined(Pace), nameof(Pace), "one of BackfillPace");
        Require(PauseRatio is >= 0 and <= 100, nameof(PauseRatio), "between 0 and 100");
        Require(Windows is not null && Windows.All(window => window is not null), nameof(Windows), "a list of windows");
        Require(Enum.IsDefined(OutsideWindow), nameof(OutsideWindow), "one of OutsideWindow");
        // A timer takes at most 2^32 - 2 ms; nobody means a run of more than 40 days.
        Require(MaxDuration is null || (MaxDuration > TimeSpan.Zero && MaxDuration <= TimeSpan.FromDays(40)), nameof(MaxDuration), "positive, and at most 40 days");
        Require(Enum.IsDefined(Verification), nameof(Verification), "one of PhasedVerificationMode");
        Require(VerificationSamplePercent is > 0 and <= 100, nameof(VerificationSamplePercent), "above 0 and at most 100");
        Require(FailedRowLimit is >= 1 and <= 10_000, nameof(FailedRowLimit), "between 1 and 10,000");
        Require(Transforms is not null, nameof(Transforms), "a registry, which may be empty");
        Require(StopGrace >= TimeSpan.Zero, nameof(StopGrace), "not negative");
        SignalOptions.Require(this, Require);
        return this;
    }

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, $"{nameof(PhasedRunnerOptions)}.{option} must be {range}.");
    }
}
