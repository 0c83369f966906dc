using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased resume</c>: a migration that was paused or cancelled may go on.</summary>
internal static class ResumeCommand
{
    private const string Examples = """
          phased resume RequireEmailVerified
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var command = new Command("resume", "Let a migration go on that was paused or cancelled. Runs that wait go on by themselves.") { name };
        session.SetAction(command, async context =>
        {
            var migration = MigrationName.Require(context.Parsed.GetValue(name)!);
            var resumed = await context.CreateRunner().ResumeAsync(migration, context.Stop).ConfigureAwait(false);
            return OperatorAnswer.Write(
                context, migration, resumed ? "resumed" : "unchanged",
                resumed ? "Resumed. Runs that wait go on; where none does: phased run." : "It was neither paused nor cancelled.");
        });
        return (command, Examples);
    }
}
