using System.Globalization;

namespace PhasedMigrations.Tool.Output;

/// <summary>States, outcomes and numbers in the words of the output.</summary>
internal static class Words
{
    public static string For(PhasedRunOutcome outcome) => outcome switch
    {
        PhasedRunOutcome.Complete => "complete",
        PhasedRunOutcome.AwaitingContract => "waiting for the contract",
        PhasedRunOutcome.Interrupted => "interrupted",
        PhasedRunOutcome.Cancelled => "cancelled",
        _ => "blocked",
    };

    /// <summary>What became of a migration, and what to do next where something is left.</summary>
    public static string End(PhasedMigrationResult result) =>
        result.Outcome == PhasedRunOutcome.Complete ? For(result.Outcome) : $"{For(result.Outcome)}. {result.Message}";

    /// <summary>A pace that an operator has set.</summary>
    public static string For(PhasedPace pace)
    {
        string?[] parts =
        [
            pace.Pace is { } named ? $"{named.ToString().ToLowerInvariant()} pace" : null,
            pace.PauseRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"pause ratio {ratio}") : null,
            pace.Workers is { } workers ? string.Create(CultureInfo.InvariantCulture, $"{workers} {(workers == 1 ? "worker" : "workers")}") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    public static string For(PhasedMigrationState state) => state switch
    {
        PhasedMigrationState.Migrating => "migrating",
        PhasedMigrationState.Blocked => "blocked",
        PhasedMigrationState.AwaitingContract => "awaiting contract",
        _ => "completed",
    };

    /// <summary>The phase whose work comes next; null when there is none.</summary>
    public static string? NextPhase(PhasedMigrationState state) => state switch
    {
        PhasedMigrationState.Completed => null,
        PhasedMigrationState.AwaitingContract => "contract",
        _ => "migrate",
    };

    /// <summary>A moment by the clock of this machine, as short as it can be understood.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(long done, long total) =>
        total <= 0 ? "" : Math.Min(1.0, (double)done / total).ToString("0%", CultureInfo.InvariantCulture);

    public static string Progress(PhasedProgress progress) => (progress.Done, progress.Total) switch
    {
        ({ } done, > 0 and var total) => $"{Count(done)} of about {Count(total)} {progress.Unit} ({Percent(done, total)})",
        ({ } done, _) => $"{Count(done)} {progress.Unit}",
        _ => "at work",
    };

    public static string Rate(double perSecond, string? unit) => $"{Count((long)perSecond)} {unit ?? "rows"}/s";
}
