namespace PhasedMigrations.Backfill.Signals;

/// <summary>WAL per second between two looks.</summary>
internal sealed class WalRate(SignalLimits limits) : ILoadSignal
{
    private LoadSample? _before;

    public string Name => LoadSignals.WalRate;

    public string Unit => "bytes/s";

    public SignalLimits Limits => limits;

    public ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken)
    {
        var (before, now) = (_before, context.Sample);
        _before = now;
        var seconds = before is null ? 0 : (now.At - before.At).TotalSeconds;
        return new(new SignalReading(seconds > 0 ? (now.WalBytes - before!.WalBytes) / seconds : 0));
    }
}
