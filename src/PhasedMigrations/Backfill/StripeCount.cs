using PhasedMigrations.Planning;

namespace PhasedMigrations.Backfill;

/// <summary>
/// In how many stripes a window is done. The rows of the first one have to move to another page; the others find the room that those before them
/// left, unless something keeps it: an indexed column, or a transaction that still sees the old rows. More stripes than six move fewer rows and take
/// no less time: each reads the window once more.
/// </summary>
/// <param name="isStriped">False when no update can be HOT.</param>
/// <param name="hasRoom">The fillfactor leaves so much room that whole windows may do as well.</param>
internal sealed class StripeCount(bool isStriped, bool hasRoom)
{
    public const int Most = 6;
    // So few rows say nothing about the share.
    private const long Enough = 100;
    private const int Judged = 3;
    private const double WorthIt = 0.10;
    private const double RoomForAll = 0.5;
    // After so many claims it is tried again whether stripes help by now: the old transaction may have ended.
    private const int Patience = 50;
    private readonly List<double> _shares = [];
    private int _untilTrial = hasRoom ? Judged : Patience;

    public int Current { get; private set; } = isStriped && !hasRoom ? Most : 1;

    /// <summary>Learns from the windows of a claim, all their stripes together.</summary>
    public void Record(int stripes, long rows, long hotRows)
    {
        if (!isStriped || stripes != Current || rows < Enough)
            return;
        _shares.Add((double)hotRows / rows);
        if (Current == 1)
            Unstriped();
        else if (_shares.Count == Judged)
            Striped(_shares.Average());
    }

    private void Unstriped()
    {
        if (_shares[^1] >= RoomForAll)
            _untilTrial = Patience;
        else if (--_untilTrial <= 0)
            Change(Most);
    }

    private void Striped(double share)
    {
        var possible = PageStripes.Staying(Current);
        if (share < WorthIt)
            Change(1);
        else if (share < possible / 2)
            Change(Math.Max(Current / 2, 2));
        else if (share > possible * 0.9 && Current < Most)
            Change(Math.Min(Current * 2, Most));
        _shares.Clear();
    }

    private void Change(int stripes)
    {
        Current = stripes;
        _untilTrial = Patience;
        _shares.Clear();
    }
}
