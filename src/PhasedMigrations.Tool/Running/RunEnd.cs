namespace PhasedMigrations.Tool.Running;

/// <summary>How a run ended, in the terms of the command line.</summary>
/// <param name="Result">What the runner says.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="StoppedBy">What ended it early, in words; null when nothing did.</param>
internal sealed record RunEnd(PhasedRunResult Result, TimeSpan Elapsed, string? StoppedBy)
{
    public int ExitCode => Result.Outcome switch
    {
        PhasedRunOutcome.Complete => Tool.ExitCode.Done,
        PhasedRunOutcome.Blocked => Tool.ExitCode.NeedsAttention,
        _ => Tool.ExitCode.Waiting,
    };

    /// <summary>The closing sentence: what the outcome means and what to do next.</summary>
    public string Sentence => Result.Outcome switch
    {
        PhasedRunOutcome.Complete when Result.Migrations.Count == 0 => "Nothing to do.",
        PhasedRunOutcome.Complete => "Done.",
        PhasedRunOutcome.AwaitingContract =>
            "Waiting for the contract; nothing else is left to do.",
        PhasedRunOutcome.Blocked => "Blocked. Do what is said above, then run again.",
        _ => $"Stopped{(StoppedBy is null ? "" : $" ({StoppedBy})")}. Nothing is lost; the same command resumes.",
    };
}
