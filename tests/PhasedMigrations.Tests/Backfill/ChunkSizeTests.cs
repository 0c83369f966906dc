using PhasedMigrations.Backfill;

namespace PhasedMigrations.Tests.Backfill;

public sealed class ChunkSizeTests
{
    private static ChunkSize After(int initial, params double[] milliseconds)
    {
        var size = new ChunkSize(initial, TimeSpan.FromMilliseconds(50), ChunkSize.RowFloor, ChunkSize.RowCeiling);
        foreach (var time in milliseconds)
            size.Record(size.Current, time);
        return size;
    }

    [Fact]
    public void FastChunks_GrowByAtMostHalf() => Assert.Equal(1500, After(1000, [.. Enumerable.Repeat(1.0, 10)]).Current);

    [Fact]
    public void SlowChunks_ShrinkInProportion() => Assert.Equal(500, After(1000, [.. Enumerable.Repeat(100.0, 10)]).Current);

    [Fact]
    public void OneOutlierInTen_DoesNotCount() => Assert.Equal(1000, After(1000, [.. Enumerable.Repeat(50.0, 9), 200]).Current);

    [Fact]
    public void FewerThanTen_DoNotCount() => Assert.Equal(1000, After(1000, [.. Enumerable.Repeat(1.0, 9)]).Current);

    [Fact]
    public void ChunkFiveTimesTooSlow_CutsToATenthAtOnce() => Assert.Equal(100, After(1000, 251).Current);

    [Fact]
    public void Size_StaysBetweenFloorAndCeiling()
    {
        Assert.Equal(ChunkSize.RowFloor, After(60, 10_000).Current);
        Assert.Equal(ChunkSize.RowCeiling, After(9_000, [.. Enumerable.Repeat(0.0, 10)]).Current);
    }

    [Fact]
    public void ChunksOfAnOlderSize_DoNotCount()
    {
        var size = After(1000, 251);
        for (var i = 0; i < 10; i++)
            size.Record(1000, 1);

        Assert.Equal(100, size.Current);
    }

    [Fact]
    public void TooManyRows_ShrinkAtOnce()
    {
        var size = After(1000);
        size.Record(1000, 1, rows: 20_000);

        Assert.Equal(500, size.Current);
    }

    [Fact]
    public void TooMuchWal_ShrinksAtOnce()
    {
        var size = After(1000);
        size.Record(1000, 1, rows: 1000, walBytes: 4 * ChunkSize.WalCeiling);

        Assert.Equal(250, size.Current);
    }

    [Fact]
    public void Growth_StopsAtTheLimitOfWal()
    {
        var size = After(1000);
        for (var i = 0; i < 10; i++)
            size.Record(1000, 1, rows: 1000, walBytes: ChunkSize.WalCeiling * 4 / 5);

        Assert.Equal(1250, size.Current);
    }
}
