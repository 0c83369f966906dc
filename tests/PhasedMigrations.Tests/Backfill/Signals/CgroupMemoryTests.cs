using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations.Tests.Backfill.Signals;

/// <summary>What the files of Linux say in a container of Docker or Kubernetes, in a service of systemd, and without a limit.</summary>
public sealed class CgroupMemoryTests : IDisposable
{
    private const string Version2 = "31 23 0:28 / /sys/fs/cgroup rw,nosuid,nodev - cgroup2 cgroup2 rw,nsdelegate";
    private readonly string _root = Directory.CreateTempSubdirectory("phased-cgroup").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private CgroupMemoryTests Has(string file, params string[] lines)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return this;
    }

    private CgroupMemoryTests Is(string mount, params string[] groups) =>
        Has("proc/self/mountinfo", "22 1 0:20 / / rw - overlay overlay rw,lowerdir=/x", mount).Has("proc/self/cgroup", groups);

    private CgroupMemoryTests Group2(string folder, string limit, string used) => Has($"{folder}/memory.max", limit).Has($"{folder}/memory.current", used)
        .Has($"{folder}/memory.stat", "anon 100", "file 90", "shmem 20", "inactive_file 30", "active_file 40");

    private CgroupMemoryTests Group1(string folder, string limit, string used) =>
        Has($"{folder}/memory.limit_in_bytes", limit).Has($"{folder}/memory.usage_in_bytes", used)
            .Has($"{folder}/memory.stat", "cache 9", "active_file 1", "inactive_file 2", "total_active_file 40", "total_inactive_file 30");

    private (long Used, long Limit)[] Read() => [.. new CgroupMemory(_root).Read()];

    [Fact]
    public void Container_HasItsLimit_AndFilesThatMayBeForgottenAreNoUse() =>
        Assert.Equal([(130, 1000)], Is(Version2, "0::/").Group2("sys/fs/cgroup", "1000", "200").Read());

    [Fact]
    public void GroupsAroundIt_CountAsWell() => Assert.Equal(
        [(130, 1000), (730, 2000)],
        Is(Version2, "0::/phased.slice/run.service/inner")
            .Group2("sys/fs/cgroup/phased.slice/run.service/inner", "max", "100")
            .Group2("sys/fs/cgroup/phased.slice/run.service", "1000", "200")
            .Group2("sys/fs/cgroup/phased.slice", "2000", "800")
            .Read());

    [Fact]
    public void WithoutALimit_SaysNothing() => Assert.Empty(
        Is(Version2, "0::/user.slice").Group2("sys/fs/cgroup/user.slice", "max", "200").Read());

    [Fact]
    public void Version1_InItsOwnNamespaceOrNot_HasItsLimit()
    {
        const string mount = "35 31 0:32 /docker/0a1b /sys/fs/cgroup/memory ro,relatime - cgroup cgroup rw,memory";
        Is(mount, "4:memory:/docker/0a1b", "0::/").Group1("sys/fs/cgroup/memory", "1000", "200");
        Assert.Equal([(130, 1000)], Read());

        Is(mount.Replace("/docker/0a1b", "/", StringComparison.Ordinal), "4:memory:/", "0::/");
        Assert.Equal([(130, 1000)], Read());
    }

    [Fact]
    public void Version1_BesideVersion2_WithoutALimit_SaysNothing() => Assert.Empty(
        Is("35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory", "9:name=systemd:/", "4:memory:/box", "0::/")
            .Group1("sys/fs/cgroup/memory/box", "9223372036854771712", "200")
            .Group1("sys/fs/cgroup/memory", "9223372036854771712", "300")
            .Read());

    [Fact]
    public void GroupThatCannotBeSeen_LeavesTheOnesThatCan() =>
        Assert.Equal([(130, 1000)], Is(Version2, "0::/../other").Group2("sys/fs/cgroup", "1000", "200").Read());

    [Fact]
    public void WithoutThoseFiles_SaysNothing() => Assert.Empty(Read());

    [Fact]
    public void FilesThatSaySomethingElse_SayNothing() => Assert.Empty(
        Has("proc/self/mountinfo", "31", Version2, "32 - cgroup2").Has("proc/self/cgroup", "0::/", "?").Group2("sys/fs/cgroup", "-1", "much").Read());
}
