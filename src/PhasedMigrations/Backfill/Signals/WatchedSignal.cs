using System.Globalization;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>The last reading of one signal, and what follows from it. One that was not read for too long, or never, holds: nobody knows what it would say.</summary>
internal sealed class WatchedSignal(ILoadSignal signal, SignalLimits limits, bool isLoad, TimeSpan silence, TimeProvider time)
{
    // Once over a limit, a value has to fall clearly below it, or work would begin and stop with each look.
    private const double Release = 0.8;
    private SignalReading? _reading;
    private long _readAt;
    private Exception? _error;
    private string? _overLimit;

    public ILoadSignal Signal => signal;

    public SignalReading? Reading => _reading;

    public Exception? Error => _error;

    public bool IsOverdue => _reading is null || time.GetElapsedTime(_readAt) > silence;

    public void Record(SignalReading reading)
    {
        if (!double.IsFinite(reading.Value))
        {
            Fail(new UnreadableSignalException("its value is no number"));
            return;
        }

        (_reading, _error, _readAt) = (reading, null, time.GetTimestamp());
        if (limits.Pause is not { } pause || reading.Value < pause * Release)
            _overLimit = null;
        else if (reading.Value >= pause)
            _overLimit ??= $"{signal.Name} is {Describe(reading)}, the limit is {Amount.Describe(pause, signal.Unit)}";
    }

    public void Fail(Exception error) => _error = error;

    /// <summary>Why no batch may begin; the same words as long as it is the same reason.</summary>
    public string? HoldReason => IsOverdue
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{signal.Name} could not be read{(_reading is null ? "" : $" for {silence.TotalSeconds:0.##} s")}{(_error is null ? "" : $": {ServerErrors.Describe(_error)}")}")
        : _overLimit;

    /// <summary>Why the run has to end.</summary>
    public string? AbortReason => !IsOverdue && limits.Abort is { } abort && _reading!.Value.Value >= abort
        ? $"{signal.Name} is {Describe(_reading.Value)}; at {Amount.Describe(abort, signal.Unit)} a run ends"
        : null;

    /// <summary>How near the limit at which to reduce is: from <see cref="LoadZone.Slower"/> on it is reached. Values that tell no load count from their limit on.</summary>
    public double Load
    {
        get
        {
            if (IsOverdue || limits.Reduce is not { } reduce)
                return 0;
            var load = LoadZone.Slower * _reading!.Value.Value / reduce;
            return isLoad || load >= LoadZone.Slower ? load : 0;
        }
    }

    private string Describe(SignalReading reading) =>
        $"{Amount.Describe(reading.Value, signal.Unit)}{(reading.Detail is null ? "" : $" ({reading.Detail})")}";
}
