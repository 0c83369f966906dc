namespace PhasedMigrations.Backfill.Pacing;

/// <summary>
/// How long workers rest after a batch, as a multiple of its time, by the load: 1 is a limit reached. It never goes below what was asked for, and not
/// above <see cref="Most"/> unless that was asked for: a tenth of the pace still gets there, and for more there are hard stops.
/// </summary>
internal sealed class DutyCycle
{
    public const double Most = 9;
    private const double Step = 0.1;
    private const double Growth = 1.5;
    private const double Decline = 0.7;
    private double _added;

    /// <param name="wanted">The ratio that options or an operator ask for.</param>
    public double Ratio(double wanted) => Math.Max(wanted, Math.Min(Most, wanted + _added));

    /// <summary>Called once for each look at the load.</summary>
    public void Adapt(double load)
    {
        if (load >= LoadZone.Slower)
            _added = Math.Min(Most, (_added * Growth) + Step);
        else if (load < LoadZone.Faster)
            _added = _added * Decline < Step ? 0 : _added * Decline;
    }
}
