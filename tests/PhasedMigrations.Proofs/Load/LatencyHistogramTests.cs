using PhasedMigrations.Load;

namespace PhasedMigrations.Proofs.Load;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(99.9)]
    [InlineData(100)]
    public void Percentile_IsWithinOnePointSixPercentOfTheExactOne(double percent)
    {
        var random = new Random(7);
        var latencies = Enumerable.Range(0, 20_000).Select(_ => Math.Floor(Math.Exp(random.NextDouble() * 17))).Order().ToArray();
        var histogram = new LatencyHistogram();
        foreach (var latency in latencies) histogram.Record(TimeSpan.FromMicroseconds(latency));

        var exact = latencies[(int)Math.Ceiling(latencies.Length * percent / 100) - 1];

        Assert.InRange(histogram.Percentile(percent).TotalMicroseconds, exact, exact * 1.016);
        Assert.Equal(latencies.Length, histogram.Count);
    }

    [Fact]
    public void Max_IsExact()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(123_456_789));
        histogram.Record(TimeSpan.FromMicroseconds(5));

        Assert.Equal(TimeSpan.FromMicroseconds(123_456_789), histogram.Max);
        Assert.Equal(histogram.Max, histogram.Percentile(100));
    }

    [Fact]
    public void NoRequest_GivesZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(99));
}
