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
        using var process = Start("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", file, .. arguments]);
        process.WaitForExit();
        ThrowIfFailed(process, file);
        return ChildSeconds() - before;
    }

    /// <summary>What the command prints.</summary>
    public static IReadOnlyList<string> OutputOf(string file, IReadOnlyList<string> arguments)
    {
        using var process = Start("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>/dev/null", file, .. arguments], isRead: true);
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        ThrowIfFailed(process, file);
        return lines;
    }

    private static Process Start(string file, IReadOnlyList<string> arguments, bool isRead = false)
    {
        // squawk is written with rayon; everything here is measured on one thread.
        var start = new ProcessStartInfo(file) { Environment = { ["RAYON_NUM_THREADS"] = "1" }, RedirectStandardOutput = isRead };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
    }

    /// <summary>Linters say with 1 that they found something.</summary>
    private static void ThrowIfFailed(Process process, string file)
    {
        if (process.ExitCode is not (0 or 1))
            throw new InvalidOperationException($"{Path.GetFileName(file)} ended with exit code {process.ExitCode}");
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
