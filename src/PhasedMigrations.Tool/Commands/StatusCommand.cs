using System.CommandLine;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;
using Spectre.Console;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased status</c>: where the migrations of a database stand.</summary>
internal static class StatusCommand
{
    private const string Examples = """
          phased status                       all phased migrations of the database
          phased status RequireEmailVerified  one of them with its steps
          phased status --exit-code           for scripts: 0 all complete, 1 one is blocked, 3 work is left
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One phased migration, shown with its steps.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var exitCode = new Option<bool>("--exit-code") { Description = "End with 1 when a migration is blocked or cancelled and 3 when one is not complete." };
        var command = new Command("status", "Show the phased migrations of a database: state, progress, what blocks.") { name, exitCode };
        session.SetAction(command, async context =>
        {
            var migrations = await ReadAsync(context, context.Parsed.GetValue(name)).ConfigureAwait(false);
            Write(context, migrations, detailed: context.Parsed.GetValue(name) is not null);
            return context.Parsed.GetValue(exitCode) ? ExitCodeOf(migrations) : ExitCode.Done;
        });
        return (command, Examples);
    }

    /// <summary>All migrations, or the one of that name.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static async Task<IReadOnlyList<PhasedMigrationStatus>> ReadAsync(CommandContext context, string? name)
    {
        if (name is not null)
            MigrationName.Require(name);
        var all = await context.CreateRunner().GetStatusAsync(context.Stop).ConfigureAwait(false);
        if (name is null)
            return all;
        var one = all.Where(migration => migration.Name == name).ToArray();
        if (one.Length > 0)
            return one;
        var names = all.Count == 0 ? "none at all" : string.Join(", ", all.Select(migration => migration.Name));
        throw new UsageException($"No phased migration named {name} is registered in this database. There is {names}.");
    }

    private static void Write(CommandContext context, IReadOnlyList<PhasedMigrationStatus> migrations, bool detailed)
    {
        if (context.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(
                [.. migrations.Select(StatusJson.From)], OutputJson.Readable.IReadOnlyListStatusObject));
        else if (Terminal.IsLive(AnsiConsole.Console))
            new StatusTable(AnsiConsole.Console).Write(migrations, detailed);
        else
            new StatusLines(Console.Out).Write(migrations, detailed);
    }

    /// <summary>What scripts learn about these migrations.</summary>
    public static int ExitCodeOf(IReadOnlyList<PhasedMigrationStatus> migrations) =>
        migrations.Any(migration => migration.State == PhasedMigrationState.Blocked || migration.CancelledAt is not null) ? ExitCode.NeedsAttention
        : migrations.All(migration => migration.State == PhasedMigrationState.Completed) ? ExitCode.Done
        : ExitCode.Waiting;
}
