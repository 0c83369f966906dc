using Microsoft.Extensions.Logging;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Backfill.Signals;
using PhasedMigrations.Control;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Scheduling;
using PhasedMigrations.State;

namespace PhasedMigrations.Execution;

/// <summary>What the parts of a run on one migration share.</summary>
/// <param name="DataSource">The target database.</param>
/// <param name="Options">Validated options.</param>
/// <param name="Logger">Where the run logs.</param>
/// <param name="Time">The clock.</param>
/// <param name="Owner">This process, as the ledger shows it: unique for each runner.</param>
/// <param name="Migration">The migration as it was loaded.</param>
/// <param name="Progress">Who is told how far it is.</param>
internal sealed record RunContext(
    NpgsqlDataSource DataSource,
    PhasedRunnerOptions Options,
    ILogger Logger,
    TimeProvider Time,
    string Owner,
    StoredMigration Migration,
    IProgress<PhasedProgress>? Progress)
{
    /// <summary>What may keep this process from beginning with a batch or a step.</summary>
    public IReadOnlyList<IHold> Holds { get; init; } = [];

    /// <summary>What an operator has asked for; null outside of a run.</summary>
    public ControlWatch? Control { get; init; }

    /// <summary>When the run may work; null outside of a run.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Says what holds the step up from now on.</summary>
    public void ReportHold(string step, string reason) => Progress?.Report(new()
    {
        Kind = PhasedProgressKind.Waiting,
        Migration = Migration.Name,
        Step = step,
        Message = reason,
        HeldSince = Time.GetUtcNow(),
    });

    /// <summary>How hard this process may work on the migration.</summary>
    public RunPace Pace { get; init; } = new(Options, Time);

    /// <summary>Who reads the load; null outside of a run.</summary>
    public LoadWatch? Load { get; init; }

    public void Report(PhasedProgressKind kind, string step, string? message = null) =>
        Progress?.Report(new() { Kind = kind, Migration = Migration.Name, Step = step, Message = message });

    /// <summary>Says how far a step is. The same <paramref name="rate"/> for every report of the step.</summary>
    public void ReportAdvance(string step, long? done, long? total, string unit, Rate rate, string? message = null)
    {
        if (done is { } count)
            rate.Record(count);
        Progress?.Report(new()
        {
            Kind = PhasedProgressKind.StepAdvanced,
            Migration = Migration.Name,
            Step = step,
            Message = message,
            Done = done,
            Total = total,
            Unit = unit,
            PerSecond = rate.PerSecond,
            TimeLeft = rate.Left(total),
        });
    }

    public SessionSettings Settings(TimeSpan statementTimeout) => new(Migration.SearchPath, Options.LockTimeout, statementTimeout);

    public async Task RecordAsync(string kind, string message, CancellationToken cancellationToken)
    {
        await using var connection = await DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await EventLog.WriteAsync(connection, Migration.Name, kind, message, cancellationToken).ConfigureAwait(false);
    }
}
