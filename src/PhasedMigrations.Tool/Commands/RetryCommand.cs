using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased retry</c>: rows that the server refused are tried once more, by runs that go on as well.</summary>
internal static class RetryCommand
{
    private const string Examples = """
          phased retry RequireEmailVerified   after the rows were corrected
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var command = new Command("retry", "Let the failed chunks of a backfill be tried again by runs that go on. A run that begins does so by itself.") { name };
        session.SetAction(command, async context =>
        {
            var migration = MigrationName.Require(context.Parsed.GetValue(name)!);
            var chunks = await context.CreateRunner().RetryAsync(migration, context.Stop).ConfigureAwait(false);
            return OperatorAnswer.Write(
                context, migration, chunks == 0 ? "unchanged" : "retried",
                chunks == 0 ? "No chunk has failed." : $"{Words.Count(chunks)} failed {(chunks == 1 ? "chunk is" : "chunks are")} open again.");
        });
        return (command, Examples);
    }
}
