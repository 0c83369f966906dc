using System.CommandLine;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased events</c>: what happened, the oldest first.</summary>
internal static class EventsCommand
{
    private const int Most = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const string Examples = """
          phased events RequireEmailVerified
          phased events --last 20 --follow    until Ctrl+C
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One phased migration, also one that was reverted; without it, all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var last = new Option<int>("--last") { Description = "How many; the default is 100.", HelpName = "number", DefaultValueFactory = _ => 100 };
        var follow = new Option<bool>("--follow") { Description = "Go on with what happens from now on, until Ctrl+C." };
        var command = new Command("events", "Show what happened to the phased migrations of a database.") { name, last, follow };
        session.SetReadingAction(command, context => ShowAsync(
            context, context.Parsed.GetValue(name) is { } one ? MigrationName.Require(one) : null, context.Parsed.GetValue(last), context.Parsed.GetValue(follow)));
        return (command, Examples);
    }

    private static async Task<int> ShowAsync(CommandContext context, string? name, int last, bool isFollowed)
    {
        if (last is < 1 or > Most)
            throw new UsageException("--last takes a number from 1 to 1000. See phased events --help.");
        var runner = context.CreateRunner();
        var seen = 0L;
        while (true)
        {
            foreach (var happened in await runner.GetEventsAsync(name, seen, seen == 0 ? last : Most).ConfigureAwait(false))
            {
                Console.Out.WriteLine(context.Json
                    ? JsonSerializer.Serialize(EventObject.From(happened), OutputJson.Readable.EventObject)
                    : EventText.Line(happened));
                seen = happened.Id;
            }

            if (!isFollowed || context.Stop.IsCancellationRequested)
                return ExitCode.Done;
            await Task.Delay(Interval, context.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
