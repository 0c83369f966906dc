using System.CommandLine;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;
using Spectre.Console;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased plan</c>: what a run would do, without doing it.</summary>
internal static class PlanCommand
{
    private const string Examples = """
          phased plan                              what phased run --contract would do, as SQL with locks
          phased plan RequireEmailVerified --json
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One phased migration; without it, all that are not complete.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("plan", "Show the steps that are left, by phase, with their SQL and the locks they take. Changes nothing.") { name };
        var chunking = new ChunkingArguments();
        chunking.AddTo(command);
        session.SetAction(command, async context =>
        {
            var names = context.Parsed.GetValue(name) is { } one ? new[] { MigrationName.Require(one) } : [];
            var plans = await context.CreateRunner(chunking.Read(context.Parsed, new())).PlanAsync(names, context.Stop).ConfigureAwait(false);
            Write(context, plans);
            return ExitCode.Done;
        });
        return (command, Examples);
    }

    private static void Write(CommandContext context, IReadOnlyList<PhasedMigrationPlan> plans)
    {
        if (context.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize([.. plans.Select(PlanJson.From)], OutputJson.Readable.IReadOnlyListPlanObject));
        else
            new PlanText(AnsiConsole.Console, Console.Out, Terminal.IsLive(AnsiConsole.Console)).Write(plans);
    }
}
