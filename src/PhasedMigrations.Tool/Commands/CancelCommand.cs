using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased cancel</c>: all work on a migration ends, and its contract is refused.</summary>
internal static class CancelCommand
{
    private const string Examples = """
          phased cancel RequireEmailVerified --reason "wrong column"
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var reason = OperatorArguments.Reason();
        var command = new Command(
            "cancel", "End all work on a migration in every process, and refuse its contract, until it is resumed or reverted. What was done is kept.")
        {
            name, reason,
        };
        session.SetAction(command, async context =>
        {
            var migration = MigrationName.Require(context.Parsed.GetValue(name)!);
            await context.CreateRunner().CancelAsync(migration, context.Parsed.GetValue(reason), context.Stop).ConfigureAwait(false);
            return OperatorAnswer.Write(
                context, migration, "cancelled",
                $"Cancelled. Runs end after their batch; what was done is kept. phased resume {migration} goes on, RevertPhased in a migration undoes it.");
        });
        return (command, Examples);
    }
}
