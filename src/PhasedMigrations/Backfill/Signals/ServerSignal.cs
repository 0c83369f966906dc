namespace PhasedMigrations.Backfill.Signals;

/// <summary>A signal that is already in the sample.</summary>
/// <param name="name">One of <see cref="LoadSignals"/>.</param>
/// <param name="unit">Of its values.</param>
/// <param name="limits">The defaults.</param>
/// <param name="read">Takes it from the sample.</param>
internal class ServerSignal(string name, string unit, SignalLimits limits, Func<LoadSample, SignalReading> read) : ILoadSignal
{
    public string Name => name;

    public string Unit => unit;

    public SignalLimits Limits => limits;

    public ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken) => new(read(context.Sample));
}
