using Microsoft.Extensions.Time.Testing;
using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations.Tests.Backfill.Signals;

public sealed class ReplicaLagTests
{
    private readonly FakeTimeProvider _time = new();

    private ReplicaLag New(TimeSpan? missingHold = null) => new(new(Pause: 100), missingHold, _time);

    private static ReplicaState Connected(string name, long? lag, string? slot = null) => new(name, slot, IsConnected: true, IsVisible: true, lag);

    private static ReplicaState Away(string slot, long lag) => new(slot, slot, IsConnected: false, IsVisible: true, lag);

    private static LoadSample Sample(params ReplicaState[] replicas) => new() { Replicas = replicas };

    private static string Unreadable(ReplicaLag lag, params ReplicaState[] replicas) =>
        Assert.Throws<UnreadableSignalException>(() => lag.Read(Sample(replicas))).Message;

    [Fact]
    public void NoReplica_HasNoLag() => Assert.Equal(0, New().Read(Sample()).Value);

    [Fact]
    public void SlowestReplica_Counts() => Assert.Equal(new(70, "replica b"), New().Read(Sample(Connected("a", 10), Connected("b", 70), Connected("c", 0))));

    [Fact]
    public void ReplicaThatHasNotSpokenYet_IsNotTakenForOneThatKeepsUp() =>
        Assert.Contains("b has not said", Unreadable(New(), Connected("a", 10), Connected("b", null)), StringComparison.Ordinal);

    [Fact]
    public void HiddenReplica_IsNotTakenForOneThatKeepsUp() =>
        Assert.Contains("pg_read_all_stats", Unreadable(New(), new ReplicaState("a", null, IsConnected: true, IsVisible: false, null)), StringComparison.Ordinal);

    [Fact]
    public void ReplicaThatHasGone_HoldsUntilItIsBack()
    {
        var lag = New();
        lag.Read(Sample(Connected("a", 0), Connected("walreceiver", 0), Connected("walreceiver", 0)));

        Assert.Contains("of 2 replicas named walreceiver, 1 are connected", Unreadable(lag, Connected("a", 0), Connected("walreceiver", 0)), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromDays(1));
        Unreadable(lag, Connected("a", 0), Connected("walreceiver", 0));
        Assert.Equal(5, lag.Read(Sample(Connected("a", 0), Connected("walreceiver", 0), Connected("walreceiver", 5))).Value);
    }

    [Fact]
    public void ReplicaThatHasGoneForLongerThanTheOption_WasRemoved()
    {
        var lag = New(TimeSpan.FromMinutes(5));
        lag.Read(Sample(Connected("a", 0), Connected("b", 0)));
        Unreadable(lag, Connected("a", 0));
        _time.Advance(TimeSpan.FromMinutes(4));
        Unreadable(lag, Connected("a", 0));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, lag.Read(Sample(Connected("a", 0))).Value);
        Assert.Equal(0, lag.Read(Sample(Connected("a", 0))).Value);
    }

    [Fact]
    public void ReplicaThatComesAndGoes_IsMissingAnewEachTime()
    {
        var lag = New(TimeSpan.FromMinutes(5));
        lag.Read(Sample(Connected("a", 0)));
        Unreadable(lag);
        _time.Advance(TimeSpan.FromMinutes(4));
        lag.Read(Sample(Connected("a", 0)));
        Unreadable(lag);
        _time.Advance(TimeSpan.FromMinutes(4));

        Unreadable(lag);
    }

    [Fact]
    public void ReplicaWithASlotThatHasGone_CountsByItsSlot()
    {
        var lag = New();
        lag.Read(Sample(Connected("a", 0, slot: "slot_a")));

        Assert.Equal(new(50, "slot slot_a, whose replica is away"), lag.Read(Sample(Away("slot_a", 50))));
        // Slot and replica were removed by somebody who may: not for us to tell from a slot that was dropped by mistake.
        Unreadable(lag);
    }
}
