using PhasedMigrations.Backfill;

namespace PhasedMigrations.Tests.Backfill;

public sealed class StripeCountTests
{
    private static StripeCount After(StripeCount stripes, int claims, double hotShare)
    {
        for (var i = 0; i < claims; i++)
            stripes.Record(stripes.Current, 1000, (long)(1000 * hotShare));
        return stripes;
    }

    private static StripeCount New(bool isStriped = true, bool hasRoom = false) => new(isStriped, hasRoom);

    [Fact]
    public void IndexedTarget_IsNeverStriped() => Assert.Equal(1, After(New(isStriped: false), 200, 0).Current);

    [Fact]
    public void UsualShare_KeepsSix() => Assert.Equal(6, After(New(), 30, 0.7).Current);

    [Fact]
    public void LittleOfWhatIsPossible_AsksForLess_AndAllThatIsPossibleForMore()
    {
        var stripes = After(New(), 3, 0.3);
        Assert.Equal(3, stripes.Current);
        Assert.Equal(2, After(stripes, 3, 0.15).Current);
        Assert.Equal(4, After(stripes, 3, 0.45).Current);
        Assert.Equal(6, After(stripes, 3, 0.7).Current);
    }

    [Fact]
    public void NoHotUpdates_TurnStripesOff_AndTheyAreTriedAgain()
    {
        var stripes = After(New(), 3, 0.02);
        Assert.Equal(1, stripes.Current);
        Assert.Equal(1, After(stripes, 40, 0).Current);
        Assert.Equal(6, After(stripes, 10, 0).Current);
    }

    [Fact]
    public void RoomOnThePages_NeedsNoStripes()
    {
        Assert.Equal(1, After(New(hasRoom: true), 100, 0.9).Current);
        // The fillfactor came after the rows: there is no room in truth.
        Assert.Equal(6, After(New(hasRoom: true), 3, 0.1).Current);
    }

    [Fact]
    public void FewRows_SayNothing()
    {
        var stripes = New();
        for (var i = 0; i < 10; i++)
            stripes.Record(6, 99, 0);

        Assert.Equal(6, stripes.Current);
    }
}
