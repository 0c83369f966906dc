namespace PhasedMigrations.Tests.Execution;

/// <summary>Keeps progress reports and lets a test wait for one instead of for time.</summary>
public sealed class ProgressLog : IProgress<PhasedProgress>
{
    private readonly Lock _lock = new();
    private readonly List<PhasedProgress> _reports = [];
    private readonly List<(Predicate<PhasedProgress> Wanted, TaskCompletionSource<PhasedProgress> Seen)> _waiting = [];

    public IReadOnlyList<PhasedProgress> Reports
    {
        get
        {
            lock (_lock)
                return [.. _reports];
        }
    }

    public void Report(PhasedProgress value)
    {
        lock (_lock)
        {
            _reports.Add(value);
            foreach (var (_, seen) in _waiting.Where(w => w.Wanted(value)))
                seen.TrySetResult(value);
        }
    }

    public Task<PhasedProgress> SeenAsync(Predicate<PhasedProgress> wanted)
    {
        lock (_lock)
        {
            var seen = new TaskCompletionSource<PhasedProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_reports.Find(wanted) is { } already)
                seen.SetResult(already);
            else
                _waiting.Add((wanted, seen));
            return seen.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }
    }
}
