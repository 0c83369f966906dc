using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Connections;
using PhasedMigrations.Tool.Output;
using PhasedMigrations.Tool.Running;
using Spectre.Console;

namespace PhasedMigrations.Tool.Commands;

/// <summary>What every command does around its work: open the database, listen to signals, turn errors into a sentence and an exit code.</summary>
internal sealed class Session(CommonOptions options, ConnectionSource connections, Secrets secrets)
{
    /// <summary>Makes <paramref name="work"/> the action of <paramref name="command"/>; it returns the exit code.</summary>
    public void SetAction(Command command, Func<CommandContext, Task<int>> work) =>
        command.SetAction((parsed, _) => RunAsync(parsed, work, SayStopping));

    /// <summary>The same for one that only reads: it may be stopped without a word.</summary>
    public void SetReadingAction(Command command, Func<CommandContext, Task<int>> work) =>
        command.SetAction((parsed, _) => RunAsync(parsed, work, static () => { }));

    private static void SayStopping()
    {
        const string text = "Stopping after the current chunk; a second signal stops at once.";
        if (Terminal.IsLive(AnsiConsole.Console))
            AnsiConsole.MarkupLine($"[yellow]{text}[/]");
        else
            Console.Error.WriteLine($"phased: {text}");
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<CommandContext, Task<int>> work, Action sayStopping)
    {
        var verbose = parsed.GetValue(options.Verbose);
        var report = new ErrorReport(secrets, parsed.GetValue(options.Json));
        try
        {
            using var signals = new StopSignals(sayStopping);
            var dataSource = connections.Open(parsed.GetValue(options.Connection));
            await using (dataSource.ConfigureAwait(false))
            {
                ILogger<PhasedRunner> logger = verbose ? new StandardErrorLogger(secrets) : NullLogger<PhasedRunner>.Instance;
                return await work(new CommandContext(parsed, dataSource, connections, logger, parsed.GetValue(options.Json), signals.Stop)).ConfigureAwait(false);
            }
        }
        // The last resort of a command line: whatever it is, the user reads a sentence, not a stack trace.
        catch (Exception error)
        {
            var (message, exitCode) = ErrorText.For(error);
            report.Write(message, exitCode, verbose ? error : null);
            return exitCode;
        }
    }
}

/// <summary>What a command works with.</summary>
internal sealed record CommandContext(
    ParseResult Parsed, NpgsqlDataSource DataSource, ConnectionSource Connections, ILogger<PhasedRunner> Logger, bool Json, CancellationToken Stop)
{
    public PhasedRunner CreateRunner(PhasedRunnerOptions? options = null) => new(DataSource, options, Logger);
}
