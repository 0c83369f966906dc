using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;
using PhasedMigrations.Tool.Running;
using Spectre.Console;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased run</c>: does the pending work and shows how it comes along.</summary>
internal static class RunCommand
{
    private const string Examples = """
          phased run                                  everything that is pending
          phased run RequireEmailVerified --contract  one migration to its very end
          phased run --max-duration 2h --json         a nightly job; run it again to resume
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "The phased migrations to run; without names, all that are not complete.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var contract = new Option<bool>("--contract")
        {
            Description = "Ask for the contract phase as well: no old code runs any more.",
        };
        var maxDuration = new Option<string?>("--max-duration")
        {
            Description = $"Stop after this time, to be resumed later ({DurationText.Examples}).",
            HelpName = "duration",
        };
        var command = new Command("run", "Do the pending work: backfills, index builds, validations, and contracts that were asked for.")
        {
            names, contract, maxDuration,
        };
        session.SetAction(command, context =>
        {
            var request = new PhasedRunRequest
            {
                Migrations = [.. context.Parsed.GetValue(names)!.Select(MigrationName.Require).Distinct()],
                Contract = context.Parsed.GetValue(contract),
            };
            return RunAsync(context, request, Limit(context.Parsed.GetValue(maxDuration)));
        });
        return (command, Examples);
    }

    /// <summary>Runs the request, shows it in the way that suits the output, and says how it ended.</summary>
    public static async Task<int> RunAsync(CommandContext context, PhasedRunRequest request, TimeSpan? limit)
    {
        var time = TimeProvider.System;
        var view = View(context, time);
        using var outOfTime = limit is { } duration ? new CancellationTokenSource(duration, time) : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, outOfTime.Token);

        var started = time.GetTimestamp();
        var runner = context.CreateRunner();
        var result = await view.ShowAsync(progress => RunAsync(runner, request, progress, stop.Token)).ConfigureAwait(false);

        var stoppedBy = context.Stop.IsCancellationRequested ? "you asked it to" : outOfTime.IsCancellationRequested ? "out of time" : null;
        var end = new RunEnd(result, time.GetElapsedTime(started), stoppedBy);
        view.ShowEnd(end);
        return end.ExitCode;
    }

    // Stopped before the runner had begun with any migration, it has no result to tell of.
    private static async Task<PhasedRunResult> RunAsync(
        PhasedRunner runner, PhasedRunRequest request, IProgress<PhasedProgress> progress, CancellationToken stop)
    {
        try
        {
            return await runner.RunAsync(request, progress, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new PhasedRunResult(PhasedRunOutcome.Interrupted, []);
        }
    }

    private static IRunView View(CommandContext context, TimeProvider time)
    {
        if (context.Json)
            return new JsonRunView(Console.Out, time);
        return Terminal.IsLive(AnsiConsole.Console) ? new LiveRunView(AnsiConsole.Console, time) : new PlainRunView(Console.Out, time);
    }

    private static TimeSpan? Limit(string? text) => text is null
        ? null
        : DurationText.Parse(text) ?? throw new UsageException($"--max-duration is no duration; write one such as {DurationText.Examples}.");
}
