using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations.Tests.Backfill.Signals;

public sealed class SignalOptionsTests
{
    private static readonly PhasedRunnerOptions Default = new();

    private static ILoadSignal Named(string name, SignalLimits? limits = null) =>
        LoadSignal.From(name, "rows", limits ?? new(), (_, _) => new(new SignalReading(0)));

    public static TheoryData<string, PhasedRunnerOptions> Wrong { get; } = new()
    {
        { "SignalInterval", Default with { SignalInterval = TimeSpan.Zero } },
        { "SignalSilence", Default with { SignalSilence = TimeSpan.FromSeconds(1) } },
        { "Signals", Default with { Signals = [Named("queue"), Named("queue")] } },
        { "Signals", Default with { Signals = [Named(LoadSignals.Memory)] } },
        { "Signals", Default with { Signals = [Named("queue", new(Reduce: 2, Pause: 1))] } },
        { "WaivedSignals", Default with { WaivedSignals = ["replica lag"] } },
        { "SignalLimits", Default with { SignalLimits = new Dictionary<string, SignalLimits> { ["none"] = new() } } },
        { "SignalLimits", Default with { SignalLimits = new Dictionary<string, SignalLimits> { [LoadSignals.Memory] = new(Pause: -1) } } },
        { "MissingReplicaHold", Default with { MissingReplicaHold = TimeSpan.FromSeconds(-1) } },
        { "ServerCores", Default with { ServerCores = 0 } },
        { "WalBudget", Default with { WalBudget = 0 } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void WrongOption_IsRefusedByName(string name, PhasedRunnerOptions options) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validated).ParamName);

    [Fact]
    public void OwnSignals_CanBeWaivedAndLimitedByName() => Assert.NotNull((Default with
    {
        Signals = [Named("queue"), Named("disk")],
        WaivedSignals = ["queue", LoadSignals.ReplicaLag],
        SignalLimits = new Dictionary<string, SignalLimits> { ["disk"] = new(Pause: 5), [LoadSignals.Memory] = new() },
    }).Validated());

    [Theory]
    [InlineData(1536, "bytes", "1.5 KiB")]
    [InlineData(134217728, "bytes", "128 MiB")]
    [InlineData(10, "bytes/s", "10 bytes/s")]
    [InlineData(12.345, "%", "12.35%")]
    [InlineData(3, "sessions", "3 sessions")]
    public void Values_AreWrittenAsPeopleReadThem(double value, string unit, string text) => Assert.Equal(text, Amount.Describe(value, unit));
}
