using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations.Tests.Backfill.Signals;

public sealed class MemoryUseTests
{
    private const long Mebibyte = 1024 * 1024;

    private static (long Used, long Limit) Of(long used, long limit) => (used * Mebibyte, limit * Mebibyte);

    // 256 MiB are the container's; the collector takes three quarters of them for the heap.
    [Fact]
    public void ProcessOutsideOfTheHeap_IsComparedWithTheContainer_NotWithTheHeap() => Assert.Equal(
        new(75, "container, 192 MiB of 256 MiB"), MemoryUse.Nearest(heap: Of(20, 192), [Of(192, 256)], process: Of(192, 230)));

    [Fact]
    public void HeapNearItsOwnLimit_CountsHoweverMuchTheMachineHas() => Assert.Equal(
        new(90, "managed heap, 90 MiB of 100 MiB"), MemoryUse.Nearest(heap: Of(90, 100), [], process: Of(150, 24_000)));

    [Fact]
    public void WithoutAContainer_TheMachineCounts() => Assert.Equal(
        new(50, "process, 500 MiB of 1000 MiB"), MemoryUse.Nearest(heap: Of(400, 1000), [], process: Of(500, 1000)));

    [Fact]
    public void OfSeveralContainers_TheNearestLimitCounts() => Assert.Equal(
        new(80, "container, 80 MiB of 100 MiB"), MemoryUse.Nearest(heap: Of(1, 75), [Of(10, 50), Of(80, 100)], process: Of(10, 1000)));

    [Fact]
    public void OfThisProcess_IsAShare()
    {
        var reading = new MemoryUse(new()).Read();

        Assert.InRange(reading.Value, 0.001, 100);
        Assert.Matches("^(container|process|managed heap), .* of .*iB$", reading.Detail);
    }
}
