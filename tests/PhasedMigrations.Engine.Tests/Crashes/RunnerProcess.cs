using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>The runner in a process of its own, which can be killed and frozen: this test executable, started with another first argument.</summary>
public sealed class RunnerProcess : IAsyncDisposable
{
    private const string Verb = "run-phased-migrations";
    private const string ConnectionVariable = "PHASED_RUNNER_CONNECTION";
    private readonly Process _process;

    private RunnerProcess(Process process) => _process = process;

    /// <returns>Null when the process was started to run tests.</returns>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is not [Verb])
            return null;
        await using var dataSource = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        await new PhasedRunner(dataSource, Accounts.Options, new ConsoleLines()).RunAsync();
        return 0;
    }

    public static RunnerProcess Start(string connectionString)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Verb) { RedirectStandardOutput = true };
        start.Environment[ConnectionVariable] = connectionString;
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

    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not null)
        {
        }

        await _process.WaitForExitAsync(cancellationToken);
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
