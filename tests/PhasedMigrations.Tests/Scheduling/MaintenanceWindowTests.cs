using System.Globalization;
using PhasedMigrations.Scheduling;

namespace PhasedMigrations.Tests.Scheduling;

public sealed class MaintenanceWindowTests
{
    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? Utc(DateTimeOffset? moment) => moment?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // Berlin is one hour ahead of UTC in winter, two in summer. 2026: summer begins on 29 March at 01:00 UTC and ends on 25 October at 01:00 UTC.
    [Theory]
    // Wednesday.
    [InlineData("2026-01-14 22:30", "22:00-06:00 UTC", true, "2026-01-15 06:00")]
    [InlineData("2026-01-14 06:00", "22:00-06:00 UTC", false, "2026-01-14 22:00")]
    [InlineData("2026-01-14 05:59", "22:00-06:00 UTC", true, "2026-01-14 06:00")]
    [InlineData("2026-01-14 20:59", "22:00-06:00 Europe/Berlin", false, "2026-01-14 21:00")]
    // A window belongs to the day on which it opens.
    [InlineData("2026-01-17 02:00", "Mon-Fri 22:00-06:00 UTC", true, "2026-01-17 06:00")]
    [InlineData("2026-01-17 23:00", "Mon-Fri 22:00-06:00 UTC", false, "2026-01-19 22:00")]
    [InlineData("2026-01-14 12:00", "Sat,Sun 00:00-24:00 UTC", false, "2026-01-17 00:00")]
    [InlineData("2026-01-17 12:00", "Sat,Sun 00:00-24:00 UTC", true, "2026-01-19 00:00")]
    [InlineData("2026-01-18 12:00", "Fri-Mon 00:00-24:00 UTC", true, "2026-01-20 00:00")]
    // Several: what overlaps or follows is one.
    [InlineData("2026-01-14 03:00", "02:00-04:00 UTC; 04:00-05:00 UTC", true, "2026-01-14 05:00")]
    [InlineData("2026-01-14 03:00", "12:00-13:00 UTC; 22:00-06:00 Europe/Berlin", true, "2026-01-14 05:00")]
    [InlineData("2026-01-14 06:00", "12:00-13:00 UTC; 22:00-06:00 Europe/Berlin", false, "2026-01-14 12:00")]
    [InlineData("2026-01-14 06:00", "00:00-24:00 UTC", true, null)]
    // Summer begins: from 02:00 the clock goes to 03:00, the night is an hour shorter.
    [InlineData("2026-03-28 22:00", "22:00-06:00 Europe/Berlin", true, "2026-03-29 04:00")]
    [InlineData("2026-03-29 00:00", "02:30-05:00 Europe/Berlin", false, "2026-03-29 01:00")]
    [InlineData("2026-03-29 00:30", "00:00-02:30 Europe/Berlin", true, "2026-03-29 01:00")]
    // All of it is skipped: the next one is a day later.
    [InlineData("2026-03-29 00:00", "02:10-02:50 Europe/Berlin", false, "2026-03-30 00:10")]
    // Summer ends: 02:00 to 03:00 comes twice, the night is an hour longer.
    [InlineData("2026-10-24 21:00", "22:00-06:00 Europe/Berlin", true, "2026-10-25 05:00")]
    // It opens the second time and closes the first time.
    [InlineData("2026-10-24 23:30", "02:30-05:00 Europe/Berlin", false, "2026-10-25 01:30")]
    [InlineData("2026-10-24 23:30", "00:00-02:30 Europe/Berlin", true, "2026-10-25 00:30")]
    [InlineData("2026-10-25 00:30", "02:10-02:50 Europe/Berlin", false, "2026-10-25 01:10")]
    [InlineData("2026-10-25 01:20", "02:10-02:50 Europe/Berlin", true, "2026-10-25 01:50")]
    // Half an hour's jump, on the other side of the earth: Lord Howe goes from 02:00 to 02:30 on 4 October 2026 at 15:30 UTC of the day before.
    [InlineData("2026-10-03 15:00", "02:15-04:00 Australia/Lord_Howe", false, "2026-10-03 15:30")]
    [InlineData("2026-10-03 15:30", "02:15-04:00 Australia/Lord_Howe", true, "2026-10-03 17:00")]
    public void Windows_AreOpenByTheClockOnTheWall(string now, string windows, bool isOpen, string? until)
    {
        var all = windows.Split("; ").Select(MaintenanceWindow.Parse).ToList();

        var (open, changes) = OpenHours.At(all, At(now));

        Assert.Equal((isOpen, until), (open, Utc(changes)));
    }

    [Theory]
    [InlineData("22:00-06:00 UTC", "22:00-06:00 UTC")]
    [InlineData("mon-fri 9:00-17:30  Europe/Berlin ", "Mon-Fri 09:00-17:30 Europe/Berlin")]
    [InlineData("Sun,Sat 00:00-24:00 UTC", "Sat,Sun 00:00-24:00 UTC")]
    [InlineData("Sat-Mon,Wed 00:00-01:00 utc", "Mon,Wed,Sat,Sun 00:00-01:00 UTC")]
    [InlineData("Mon-Sun 00:00-01:00 UTC", "00:00-01:00 UTC")]
    [InlineData("20:00-24:00 America/New_York", "20:00-24:00 America/New_York")]
    public void Text_IsReadAndWritten(string text, string written)
    {
        var window = MaintenanceWindow.Parse(text);

        Assert.Equal(written, window.ToString());
        Assert.Equal(window, MaintenanceWindow.Parse(written));
    }

    [Fact]
    public void WithoutAZone_ItIsTheMachinesOwn() => Assert.Equal(TimeZoneInfo.Local, MaintenanceWindow.Parse("22:00-06:00").Zone);

    [Theory]
    [InlineData("", "is no window; write 22:00-06:00")]
    [InlineData("at night", "is no window; write 22:00-06:00")]
    [InlineData("22:00", "is no window; write 22:00-06:00")]
    [InlineData("22:00-22:00 UTC", "a whole day is 00:00-24:00")]
    [InlineData("25:00-06:00 UTC", "a time that no clock shows")]
    [InlineData("22:60-06:00 UTC", "a time that no clock shows")]
    [InlineData("24:00-06:00 UTC", "has no length")]
    [InlineData("Mon-Foo 22:00-06:00 UTC", "'Foo' in the window")]
    [InlineData("22:00-06:00 Europe/Atlantis", "knows no time zone 'Europe/Atlantis'")]
    public void WrongText_IsRefusedWithWhatToWrite(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => MaintenanceWindow.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-01-14 04:00", "06:00 Europe/Berlin", "2026-01-14 05:00")]
    [InlineData("2026-01-14 05:00", "06:00 Europe/Berlin", "2026-01-15 05:00")]
    [InlineData("2026-01-14 23:30", "00:15 Europe/Berlin", "2026-01-15 23:15")]
    // Skipped: the moment of the jump. Twice: the first time.
    [InlineData("2026-03-29 00:00", "02:30 Europe/Berlin", "2026-03-29 01:00")]
    [InlineData("2026-10-25 00:00", "02:30 Europe/Berlin", "2026-10-25 00:30")]
    public void LocalTime_KnowsItsNextMoment(string now, string time, string next) => Assert.Equal(next, Utc(LocalTime.Parse(time).Next(At(now))));

    [Theory]
    [InlineData("soon")]
    [InlineData("24:00")]
    [InlineData("06:00 Nowhere")]
    public void WrongLocalTime_IsRefused(string text) => Assert.Throws<FormatException>(() => LocalTime.Parse(text));
}
