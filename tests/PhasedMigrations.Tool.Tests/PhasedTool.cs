using System.Diagnostics;
using System.Globalization;

namespace PhasedMigrations.Tool.Tests;

/// <summary>A running <c>phased</c> process: the built tool itself, its output redirected.</summary>
internal sealed class PhasedTool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ToolStream _output;
    private readonly ToolStream _errors;

    private PhasedTool(Process process)
    {
        _process = process;
        _output = new ToolStream(process.StandardOutput);
        _errors = new ToolStream(process.StandardError);
    }

    /// <summary>
    /// Tests that a shell runs in the background (<c>build/test.sh &amp;</c>) ignore SIGINT, and so would every process they start;
    /// nobody who types Ctrl+C starts the tool in that way.
    /// </summary>
    private static readonly string[] InterruptibleAgain = IgnoresInterrupts() ? ["env", "--default-signal=INT"] : [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="connectionString">Goes into the environment variable; null means that there is none.</param>
    /// <param name="args">The command line.</param>
    public static PhasedTool Start(string? connectionString, params string[] args) => Start(connectionString, variables: new Dictionary<string, string>(), args);

    /// <param name="connectionString">Goes into the environment variable; null means that there is none.</param>
    /// <param name="variables">More environment variables.</param>
    /// <param name="args">The command line.</param>
    public static PhasedTool Start(string? connectionString, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        string[] command = [.. InterruptibleAgain, "dotnet", Path.Combine(AppContext.BaseDirectory, "phased.dll"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("PHASED_CONNECTION");
        if (connectionString is not null) start.Environment["PHASED_CONNECTION"] = connectionString;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new PhasedTool(Process.Start(start)!);
    }

    public static async Task<ToolResult> RunAsync(string? connectionString, params string[] args)
    {
        await using var tool = Start(connectionString, args);
        return await tool.EndAsync();
    }

    /// <summary>Waits for a line with <paramref name="text"/> on standard error.</summary>
    public Task WaitForErrorAsync(string text) => _errors.WaitForAsync(text);

    /// <summary>Waits for a line with <paramref name="text"/> on standard output.</summary>
    public Task WaitForOutputAsync(string text) => _output.WaitForAsync(text);

    /// <summary>Sends SIGTERM or SIGINT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<ToolResult> EndAsync()
    {
        await _process.WaitForExitAsync(Cancellation);
        return new ToolResult(_process.ExitCode, await _output.Text, await _errors.Text);
    }

    private static bool IgnoresInterrupts()
    {
        const string Mask = "SigIgn:";
        const ulong Interrupt = 1 << 1; // SIGINT is signal 2, the second bit
        return OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal)) is { } ignored
            && (ulong.Parse(ignored.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
