using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PhasedMigrations.Tests.Execution;

/// <summary>The runner in a process of its own, which can be killed: this test executable, started with another first argument.</summary>
public static class RunnerProcess
{
    private const string Verb = "run-phased-migrations";
    private const string ConnectionVariable = "PHASED_RUNNER_CONNECTION";

    /// <returns>Null when the process was started to run tests.</returns>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is not [Verb])
            return null;
        await using var dataSource = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        var options = PhasedDatabase.Quick with { InitialBatchRows = 50, TargetBatchTime = TimeSpan.FromMilliseconds(1) };
        await new PhasedRunner(dataSource, options, new ConsoleLines()).RunAsync();
        return 0;
    }

    /// <summary>Kills it (SIGKILL) at once after it has told of so many chunks, or returns when it has finished before.</summary>
    public static async Task KillAfterChunksAsync(string connectionString, int chunks, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Verb) { RedirectStandardOutput = true };
        start.Environment[ConnectionVariable] = connectionString;
        using var process = Process.Start(start)!;
        try
        {
            for (var told = 0; told < chunks;)
            {
                if (await process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
                    return;
                told += line.Contains("chunk", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
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
