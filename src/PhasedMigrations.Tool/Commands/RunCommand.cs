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
          phased run --window "Mon-Fri 22:00-06:00 Europe/Berlin" --outside-window exit
          PHASED_REPLICA_REPORTS="Host=replica;…" phased run --replica reports
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
        var resumableOk = new Option<bool>("--resumable-ok")
        {
            Description = "End with 0 instead of 3 when the run was interrupted and can be resumed.",
        };
        var schedule = new ScheduleArguments();
        var signals = new SignalArguments();
        var chunking = new ChunkingArguments();
        var replicas = new ReplicaArguments();
        var command = new Command("run", "Do the pending work: backfills, index builds, validations, and contracts that were asked for.")
        {
            names, contract, resumableOk,
        };
        schedule.AddTo(command);
        signals.AddTo(command);
        chunking.AddTo(command);
        replicas.AddTo(command);
        session.SetAction(command, async context =>
        {
            var request = new PhasedRunRequest
            {
                Migrations = [.. context.Parsed.GetValue(names)!.Select(MigrationName.Require).Distinct()],
                Contract = context.Parsed.GetValue(contract),
            };
            var options = signals.Read(context.Parsed, chunking.Read(context.Parsed, schedule.Read(context.Parsed)));
            await using var asked = replicas.Open(context);
            return await RunAsync(context, request, options with { Replicas = asked.Sources }, context.Parsed.GetValue(resumableOk)).ConfigureAwait(false);
        });
        return (command, Examples);
    }

    /// <summary>Runs the request, shows it in the way that suits the output, and says how it ended.</summary>
    public static async Task<int> RunAsync(CommandContext context, PhasedRunRequest request, PhasedRunnerOptions options, bool isResumableOk = false)
    {
        var time = TimeProvider.System;
        var view = View(context, time);
        var started = time.GetTimestamp();
        var runner = context.CreateRunner(options);
        var result = await view.ShowAsync(progress => RunAsync(runner, request, progress, context.Stop)).ConfigureAwait(false);

        var end = new RunEnd(result, time.GetElapsedTime(started), context.Stop.IsCancellationRequested, isResumableOk);
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
}
