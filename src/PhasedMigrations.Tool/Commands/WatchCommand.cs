using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;
using PhasedMigrations.Tool.Watching;
using Spectre.Console;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased watch</c>: what others do, as they do it. Only reads.</summary>
internal static class WatchCommand
{
    private const int FirstEvents = 6;
    private const int MostEvents = 1000;
    private const string Examples = """
          phased watch                        until everything is done, blocked, cancelled or waits for its contract
          phased watch RequireEmailVerified
          phased watch --json                 an object a line: events, and the status every second
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = new Argument<string?>("NAME") { Description = "One phased migration; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var interval = new Option<string?>("--interval") { Description = "How often to look; the default is 1s.", HelpName = "duration" };
        var command = new Command("watch", "Show what goes on, live, until it ends. Only reads; the exit code is that of status --exit-code.") { name, interval };
        session.SetReadingAction(command, context => WatchAsync(context, context.Parsed.GetValue(name), Interval(context.Parsed.GetValue(interval))));
        return (command, Examples);
    }

    private static async Task<int> WatchAsync(CommandContext context, string? name, TimeSpan interval)
    {
        var last = await StatusCommand.ReadAsync(context, name).ConfigureAwait(false);
        if (last.Count == 0 && !context.Json)
            Console.Out.WriteLine(StatusText.Nothing);
        if (last.Count > 0)
            await View(context).ShowAsync(LooksAsync()).ConfigureAwait(false);
        var exitCode = StatusCommand.ExitCodeOf(last);
        if (context.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new WatchEndObject(exitCode), OutputJson.Readable.WatchEndObject));
        return exitCode;

        async IAsyncEnumerable<Snapshot> LooksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var look in LookAsync(context, name, interval, cancellationToken).ConfigureAwait(false))
            {
                last = look.Migrations;
                yield return look;
            }
        }
    }

    private static async IAsyncEnumerable<Snapshot> LookAsync(
        CommandContext context, string? name, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runner = context.CreateRunner();
        var seen = 0L;
        while (true)
        {
            // Events afterwards: none of what led to the last status is missed.
            var migrations = await runner.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            var events = await runner.GetEventsAsync(name, seen, seen == 0 ? FirstEvents : MostEvents, cancellationToken).ConfigureAwait(false);
            var look = new Snapshot(DateTimeOffset.UtcNow, [.. migrations.Where(migration => name is null || migration.Name == name)], events);
            seen = events.Count > 0 ? events[^1].Id : seen;
            yield return look;
            if (look.IsEnded || context.Stop.IsCancellationRequested)
                yield break;
            await Task.Delay(interval, context.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IWatchView View(CommandContext context) =>
        context.Json ? new JsonWatchView(Console.Out)
        : Terminal.IsLive(AnsiConsole.Console) ? new LiveWatchView(AnsiConsole.Console)
        : new PlainWatchView(Console.Out);

    private static TimeSpan Interval(string? text) => text is null
        ? TimeSpan.FromSeconds(1)
        : DurationText.Parse(text) ?? throw new UsageException($"--interval is no duration; write one such as {DurationText.Examples}.");
}
