using System.Numerics;

namespace PhasedMigrations.Load;

/// <summary>Counts latencies in buckets whose width grows with the value, so that every percentile is within 1.6 %. Thread-safe.</summary>
/// <remarks>Up to 128 µs a bucket is one microsecond wide; from there each power of two has 64 buckets.</remarks>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];
    private long _max;

    public long Count => _counts.Sum();

    /// <summary>The largest latency recorded, exact to the microsecond.</summary>
    public TimeSpan Max => Microseconds(Interlocked.Read(ref _max));

    public void Record(TimeSpan latency)
    {
        var value = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _counts[Bucket(value)]);

        var max = Interlocked.Read(ref _max);
        while (value > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max) return;
            max = seen;
        }
    }

    /// <summary>The latency that <paramref name="percent"/> of all requests did not exceed; zero when there was none.</summary>
    /// <param name="percent">0 to 100: 99.9 for p99.9.</param>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return Microseconds(Math.Min(LargestOf(bucket), _max));
        }
        return TimeSpan.Zero;
    }

    private static int Bucket(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBucketBits);
        return (shift << SubBucketBits) + (int)(value >> shift);
    }

    private static long LargestOf(int bucket)
    {
        if (bucket < 2 * SubBuckets) return bucket;
        var shift = (bucket >> SubBucketBits) - 1;
        return ((long)(bucket - (shift << SubBucketBits) + 1) << shift) - 1;
    }

    private static TimeSpan Microseconds(long value) => TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond);
}
