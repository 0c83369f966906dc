using System.Globalization;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;

namespace PhasedMigrations.Scheduling;

/// <summary>
/// When one run may work. What could not be through before a window closes or the run has to end is not begun: a batch is expected to take as long
/// as the slowest of those before it.
/// </summary>
internal sealed class Schedule : IHold
{
    private readonly PhasedRunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly List<(Func<TimeSpan> Left, string Why)> _ends = [];
    private long _slowestTicks;

    /// <summary>The run begins now.</summary>
    public Schedule(PhasedRunnerOptions options, TimeProvider time)
    {
        (_options, _time, _slowestTicks) = (options, time, options.TargetBatchTime.Ticks);
        var (now, started) = (time.GetUtcNow(), time.GetTimestamp());
        // How long it takes does not go by the clock on the wall, which may be set meanwhile; until what time it goes on does.
        if (options.MaxDuration is { } most)
            _ends.Add((() => most - time.GetElapsedTime(started), string.Create(CultureInfo.InvariantCulture, $"it has taken as long as it may ({most})")));
        if (options.StopBefore is { } stop)
        {
            var at = stop.Next(now);
            _ends.Add((() => at - time.GetUtcNow(), $"it was to stop before {stop}"));
        }
    }

    /// <summary>Why the run ends by the clock, as the end of a sentence; null when it does not.</summary>
    public string? EndReason => End?.Why;

    private (TimeSpan Left, string Why)? End => _ends.Count == 0 ? null : _ends.Select(end => (Left: end.Left(), end.Why)).MinBy(end => end.Left);

    /// <summary>Fires when the run has to end; the caller disposes it. Null when nothing ends it.</summary>
    public CancellationTokenSource? EndToken() => End is { Left: var left } ? new(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time) : null;

    /// <summary>What the result of a run says that has to end.</summary>
    public string OutOfTime => $"The run is out of time: {EndReason}. Everything done so far is kept; run again to go on.";

    /// <summary>Learns how long batches take.</summary>
    public void Record(double milliseconds)
    {
        var ticks = TimeSpan.FromMilliseconds(milliseconds).Ticks;
        // A little shorter each time, so that one slow batch is forgotten after some hundred quick ones.
        var before = Volatile.Read(ref _slowestTicks);
        Volatile.Write(ref _slowestTicks, Math.Max(Math.Max(ticks, before - (before / 100)), _options.TargetBatchTime.Ticks));
    }

    /// <exception cref="InterruptedException">The run has to end, or no window is open and it is not to wait for one.</exception>
    public ValueTask<string?> ReasonAsync(CancellationToken cancellationToken) => new(Reason());

    private string? Reason()
    {
        var slowest = TimeSpan.FromTicks(Volatile.Read(ref _slowestTicks));
        var soon = _time.GetUtcNow() + slowest;
        // The token goes by a timer, which knows nothing of a clock that was set or of a machine that slept.
        if (End is { } end && end.Left <= TimeSpan.Zero)
            throw new InterruptedException(OutOfTime);
        if (End is { } near && near.Left <= slowest)
            return $"no time is left for a batch: {near.Why}";
        if (_options.Windows.Count == 0)
            return null;
        // Open now, but not any more when the batch would be through, is as good as closed.
        var (isOpen, until) = OpenHours.At(_options.Windows, _time.GetUtcNow());
        if (isOpen && until > soon)
            return null;
        if (isOpen && until is null)
            return null;
        if (isOpen)
            until = OpenHours.At(_options.Windows, until!.Value) is (false, var next) ? next : until;
        var reason = until is { } opens ? $"outside of its windows until {Text(opens)}" : "outside of its windows";
        return _options.OutsideWindow == OutsideWindow.Wait
            ? reason
            : throw new InterruptedException($"The run is {reason}. Everything done so far is kept; run again to go on.");
    }

    private string Text(DateTimeOffset moment)
    {
        var zone = _options.Windows[0].Zone;
        return string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(moment, zone):ddd yyyy-MM-dd HH:mm} {ZoneName.Of(zone)}");
    }
}
