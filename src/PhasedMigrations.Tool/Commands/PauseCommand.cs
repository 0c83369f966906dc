using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased pause</c>: whoever works on a migration finishes his batch and waits.</summary>
internal static class PauseCommand
{
    private const string Examples = """
          phased pause RequireEmailVerified --reason "backup until noon"
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var reason = OperatorArguments.Reason();
        var command = new Command("pause", "Hold a migration up in every process, until it is resumed. Batches are finished first.") { name, reason };
        session.SetAction(command, async context =>
        {
            var migration = MigrationName.Require(context.Parsed.GetValue(name)!);
            await context.CreateRunner().PauseAsync(migration, context.Parsed.GetValue(reason), context.Stop).ConfigureAwait(false);
            return OperatorAnswer.Write(
                context, migration, "paused", $"Paused. Whoever works on it finishes his batch and waits; phased resume {migration} goes on.");
        });
        return (command, Examples);
    }
}
