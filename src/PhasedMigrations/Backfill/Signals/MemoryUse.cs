namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// How much of its memory this process uses, by the limit that is nearest. The garbage collector's own limit (three quarters of the container's, if
/// nothing else is configured) is one of the managed heap; stacks, buffers and the runtime do not count there, but do for the container.
/// </summary>
internal sealed class MemoryUse(CgroupMemory groups)
{
    public SignalReading Read() => Nearest(Heap(), groups.Read(), Process());

    /// <param name="heap">The managed heap and its limit.</param>
    /// <param name="groups">What control groups use, and their limits.</param>
    /// <param name="process">The whole process, and the memory of the machine: counts where no group has a limit.</param>
    public static SignalReading Nearest((long Used, long Limit) heap, IEnumerable<(long Used, long Limit)> groups, (long Used, long Limit) process)
    {
        var limits = groups.Select(group => ("container", group)).DefaultIfEmpty(("process", process)).Append(("managed heap", heap));
        return limits.Select(Reading).MaxBy(reading => reading.Value);
    }

    private static SignalReading Reading((string Name, (long Used, long Limit) Memory) of)
    {
        var (used, limit) = of.Memory;
        return new(100.0 * used / limit, $"{of.Name}, {Amount.Describe(used, "bytes")} of {Amount.Describe(limit, "bytes")}");
    }

    // What the last collection left. The last full one may be long ago, and what is committed is near the limit long before anything is short of it.
    private static (long Used, long Limit) Heap()
    {
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        return (Math.Max(0, last.HeapSizeBytes - last.FragmentedBytes), Math.Max(1, last.TotalAvailableMemoryBytes));
    }

    // With a limit of the heap the memory of the machine is not told, but nine tenths of it are: where the collector calls it loaded.
    private static (long Used, long Limit) Process()
    {
        var any = GC.GetGCMemoryInfo(GCKind.Any);
        return (Environment.WorkingSet, Math.Max(1, Math.Max(any.TotalAvailableMemoryBytes, any.HighMemoryLoadThresholdBytes)));
    }
}
