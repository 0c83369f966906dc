using PhasedMigrations.Traffic;

namespace PhasedMigrations.Tests.Traffic;

public sealed class QuietHoursTests
{
    // A Monday.
    private static readonly DateTimeOffset Start = new(2026, 1, 12, 0, 0, 0, TimeSpan.Zero);

    // A sample every ten minutes, as busy as the hour says.
    private static List<TrafficSample> Week(Func<DateTimeOffset, double> transactions, int days = 7) =>
        [.. Enumerable.Range(1, days * 24 * 6).Select(n => Start.AddMinutes((n * 10) - 1)).Select(at => new TrafficSample(at, transactions(at), 3, 0))];

    private static string Texts(IEnumerable<QuietHours> hours) => string.Join("; ", hours.Select(one => one.Window));

    [Fact]
    public void QuietNights_AreOneWindow()
    {
        var found = PhasedTraffic.ProposeWindows(Week(at => at.Hour is >= 1 and < 5 ? 10 : 1000, days: 3), TimeZoneInfo.Utc);

        Assert.Equal("01:00-05:00 UTC", Texts(found));
        Assert.True(found[0].IsComplete);
        // The sessions never change: half of the load is always there.
        Assert.InRange(found[0].Load, 0.5, 0.52);
    }

    [Fact]
    public void OverMidnight_ItIsOneStretch_InTheHoursOfTheZone()
    {
        var samples = Week(at => at.Hour is >= 21 or < 4 ? 0 : 500, days: 2);

        Assert.Equal("21:00-04:00 UTC", Texts(PhasedTraffic.ProposeWindows(samples, TimeZoneInfo.Utc)));
        Assert.Equal("22:00-05:00 Europe/Berlin", Texts(PhasedTraffic.ProposeWindows(samples, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))));
    }

    [Fact]
    public void WeekendsOfAWholeWeek_HaveTheirOwn()
    {
        var samples = Week(at => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 5 : at.Hour is >= 2 and < 6 ? 10 : 1000);

        Assert.Equal("Mon-Fri 02:00-06:00 UTC; Sat,Sun 00:00-24:00 UTC", Texts(PhasedTraffic.ProposeWindows(samples, TimeZoneInfo.Utc)));
    }

    [Fact]
    public void TheLongestOfSeveral_IsProposed() => Assert.Equal(
        "13:00-16:00 UTC",
        Texts(PhasedTraffic.ProposeWindows(Week(at => at.Hour is 3 or 4 or 13 or 14 or 15 ? 1 : 1000, days: 1), TimeZoneInfo.Utc)));

    [Fact]
    public void EvenLoad_HasNoQuietHours()
    {
        Assert.Empty(PhasedTraffic.ProposeWindows(Week(_ => 100), TimeZoneInfo.Utc));
        Assert.Empty(PhasedTraffic.ProposeWindows([], TimeZoneInfo.Utc));
    }

    [Fact]
    public void HoursThatNobodySaw_CountAsBusy()
    {
        var morning = Week(at => at.Hour < 5 ? 1 : 1000, days: 1).Where(sample => sample.At.Hour is >= 3 and < 12).ToList();

        var found = PhasedTraffic.ProposeWindows(morning, TimeZoneInfo.Utc);

        Assert.Equal("03:00-05:00 UTC", Texts(found));
        Assert.False(found[0].IsComplete);
    }

    [Fact]
    public void Sample_IsTheDifferenceOfTwoLooks()
    {
        var before = new TrafficCounters(Start, Transactions: 1000, ActiveSessions: 9, WalBytes: 5_000_000);
        var after = new TrafficCounters(Start.AddSeconds(10), Transactions: 1500, ActiveSessions: 2, WalBytes: 6_000_000);

        Assert.Equal(new TrafficSample(Start.AddSeconds(10), 50, 2, 100_000), after.Since(before));
        // Counters that were reset in between tell nothing.
        Assert.Null(before.Since(after));
        Assert.Null((after with { Transactions = 0 }).Since(before));
    }
}
