namespace PhasedMigrations.Tool.Running;

/// <summary>Shows a run while it goes on and how it ended.</summary>
internal interface IRunView
{
    /// <summary>Runs <paramref name="work"/> and shows what it reports, from whichever thread.</summary>
    Task<PhasedRunResult> ShowAsync(Func<IProgress<PhasedProgress>, Task<PhasedRunResult>> work);

    void ShowEnd(RunEnd end);
}
