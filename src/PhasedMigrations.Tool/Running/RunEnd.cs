namespace PhasedMigrations.Tool.Running;

/// <summary>How a run ended, in the terms of the command line.</summary>
/// <param name="Result">What the runner says.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsStopped">Whether a signal ended it early.</param>
/// <param name="IsResumableOk">Whether to be interrupted counts as success.</param>
internal sealed record RunEnd(PhasedRunResult Result, TimeSpan Elapsed, bool IsStopped, bool IsResumableOk = false)
{
    public int ExitCode => Result.Outcome switch
    {
        PhasedRunOutcome.Complete => Tool.ExitCode.Done,
        PhasedRunOutcome.Blocked or PhasedRunOutcome.Cancelled => Tool.ExitCode.NeedsAttention,
        PhasedRunOutcome.Interrupted when IsResumableOk => Tool.ExitCode.Done,
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
        PhasedRunOutcome.Cancelled => "Cancelled. Resume or revert what is named above.",
        _ => $"Stopped{(IsStopped ? " (you asked it to)" : "")}. Nothing is lost; the same command resumes.",
    };
}
