using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>The CPU time that whole processes take, as the operating system accounts for them.</summary>
internal static class ProcessCost
{
    private const int Children = -1; // RUSAGE_CHILDREN
    private const int Rounds = 3;

    /// <summary>The median of the CPU seconds, user and system. What the command prints is thrown away.</summary>
    public static double OfCommand(string file, IReadOnlyList<string> arguments) =>
        Enumerable.Range(0, Rounds).Select(_ => Run(file, arguments)).Order().ElementAt(Rounds / 2);

    private static double Run(string file, IReadOnlyList<string> arguments)
    {
        var before = ChildSeconds();
        // exec, so that the shell, which is there to throw the output away, is not counted twice.
        var start = new ProcessStartInfo("/bin/sh") { Environment = { ["RAYON_NUM_THREADS"] = "1" } };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", file, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
        process.WaitForExit();
        // 1 says that there were findings.
        return process.ExitCode is 0 or 1
            ? ChildSeconds() - before
            : throw new InvalidOperationException($"{file} ended with exit code {process.ExitCode}");
    }

    private static double ChildSeconds()
    {
        var usage = new long[18]; // struct rusage of 64-bit Linux: two timevals, then fourteen longs
        return GetResourceUsage(Children, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)
            : throw new InvalidOperationException("getrusage failed with error " + Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceUsage(int who, long[] usage);
}
