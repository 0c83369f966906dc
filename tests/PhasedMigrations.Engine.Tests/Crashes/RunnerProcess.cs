using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>The runner in a process of its own, which can be killed and frozen: this test executable, started with another first argument.</summary>
public sealed class RunnerProcess : IAsyncDisposable
{
    private const string Verb = "run-phased-migrations";
    private const string InSmallHeap = "in-small-heap";
    private const string ConnectionVariable = "PHASED_RUNNER_CONNECTION";
    private readonly Process _process;

    private RunnerProcess(Process process) => _process = process;

    /// <returns>Null when the process was started to run tests.</returns>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is not [Verb, .. var how])
            return null;
        await using var dataSource = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        var options = how is [InSmallHeap]
            ? Accounts.Options with { InitialBatchRows = 2000, TargetBatchTime = TimeSpan.FromMilliseconds(20) }
            : Accounts.Options;
        await new PhasedRunner(dataSource, options, new ConsoleLines()).RunAsync();
        return 0;
    }

    /// <param name="connectionString">Where it works.</param>
    /// <param name="mostHeapBytes">It dies when it keeps more than that in managed memory; null: as usual.</param>
    public static RunnerProcess Start(string connectionString, int? mostHeapBytes = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb]) { RedirectStandardOutput = true };
        start.Environment[ConnectionVariable] = connectionString;
        if (mostHeapBytes is { } most)
        {
            start.ArgumentList.Add(InSmallHeap);
            start.Environment["DOTNET_GCHeapHardLimit"] = most.ToString("X", CultureInfo.InvariantCulture);
        }

        return new(Process.Start(start)!);
    }

    /// <returns>False when it has ended before.</returns>
    public async Task<bool> HasDoneAsync(int stripes, CancellationToken cancellationToken)
    {
        for (var told = 0; told < stripes;)
        {
            if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
                return false;
            told += line.Contains("stripe", StringComparison.Ordinal) ? 1 : 0;
        }

        return true;
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <returns>How it ended.</returns>
    public async Task<int> ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not null)
        {
        }

        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, at once.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private sealed class ConsoleLines : ILogger<PhasedRunner>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.WriteLine(formatter(state, exception));
    }
}
