using System.Globalization;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// The memory limits that Linux puts on this process: those of its control group and of every one around it. A container is such a group. Nothing where
/// there is none, or where it cannot be read.
/// </summary>
internal sealed class CgroupMemory
{
    // Without a limit, version 1 says the largest number of pages (9223372036854771712 bytes), version 2 "max".
    private const long Unlimited = 1L << 60;
    private readonly IReadOnlyList<string> _folders;
    private readonly Files _files;

    /// <param name="root">Where the file system begins.</param>
    public CgroupMemory(string root = "/")
    {
        var mounts = Lines(Path.Combine(root, "proc/self/mountinfo")).Select(Mount.Parse).OfType<Mount>().ToList();
        var groups = Lines(Path.Combine(root, "proc/self/cgroup")).Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
        // A controller belongs to one version only; beside version 1, that of version 2 has no memory.
        var first = groups.Find(group => group[1].Split(',').Contains("memory"));
        var second = groups.Find(group => group[0] == "0");
        (_files, _folders) = first is not null && mounts.Find(mount => mount.HoldsMemory) is { } memory ? (Files.Version1, Folders(root, memory, first[2]))
            : second is not null && mounts.Find(mount => mount.Type == "cgroup2") is { } unified ? (Files.Version2, Folders(root, unified, second[2]))
            : (Files.Version2, []);
    }

    /// <summary>Of the groups that have a limit: what they use that the kernel cannot take back, and the limit, in bytes.</summary>
    public IEnumerable<(long Used, long Limit)> Read()
    {
        foreach (var folder in _folders)
        {
            if (Number(Path.Combine(folder, _files.Limit)) is not { } limit || limit is <= 0 or >= Unlimited)
                continue;
            if (Number(Path.Combine(folder, _files.Use)) is { } used)
                yield return (Math.Max(0, used - Cache(Path.Combine(folder, "memory.stat"))), limit);
        }
    }

    // Pages of files go before anybody is killed. What only memory holds (tmpfs) is not among them.
    private long Cache(string file) => Lines(file)
        .Select(line => line.Split(' '))
        .Where(parts => parts.Length == 2 && _files.Cache.Contains(parts[0]))
        .Sum(parts => Parse(parts[1]) ?? 0);

    // From the group of the process to the outermost one that can be seen.
    private static List<string> Folders(string root, Mount mount, string group)
    {
        var outermost = Path.Combine(root, mount.Point.TrimStart('/')).TrimEnd('/');
        var inner = mount.Root == "/" ? group : group.StartsWith(mount.Root, StringComparison.Ordinal) ? group[mount.Root.Length..] : "";
        var names = inner.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // A path that leads out of what is mounted names a group that cannot be seen.
        if (names.Contains(".."))
            names = [];
        return [.. Enumerable.Range(0, names.Length + 1).Select(depth => Path.Combine([outermost, .. names[..^depth]]))];
    }

    private static long? Number(string file) => Lines(file) is [var line, ..] ? Parse(line) : null;

    private static long? Parse(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // proc_pid_mountinfo(5): 36 35 98:0 /root /point options optional* - type source options
    private sealed record Mount(string Root, string Point, string Type, bool HoldsMemory)
    {
        public static Mount? Parse(string line)
        {
            var fields = line.Split(' ');
            var end = Array.IndexOf(fields, "-");
            return end < 5 || fields.Length < end + 4
                ? null
                : new(fields[3], fields[4], fields[end + 1], fields[end + 1] == "cgroup" && fields[end + 3].Split(',').Contains("memory"));
        }
    }

    private sealed record Files(string Limit, string Use, string[] Cache)
    {
        // Sums over the groups within, as is the use.
        public static readonly Files Version1 = new("memory.limit_in_bytes", "memory.usage_in_bytes", ["total_active_file", "total_inactive_file"]);

        public static readonly Files Version2 = new("memory.max", "memory.current", ["active_file", "inactive_file"]);
    }
}
