using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased contract</c>: the old code is gone, so the last phase may happen.</summary>
internal static class ContractCommand
{
    private const string Examples = """
          phased contract RequireEmailVerified
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var command = new Command(
            "contract",
            "Ask for the contract phase: no old code runs any more. Done at once when the rows are migrated, else by the run that finishes them.")
        {
            name,
        };
        session.SetAction(command, context => ContractAsync(context, MigrationName.Require(context.Parsed.GetValue(name)!)));
        return (command, Examples);
    }

    private static async Task<int> ContractAsync(CommandContext context, string name)
    {
        var runner = context.CreateRunner();
        await runner.RequestContractAsync(name, context.Stop).ConfigureAwait(false);
        var status = (await runner.GetStatusAsync(context.Stop).ConfigureAwait(false)).Single(migration => migration.Name == name);
        if (status.State is PhasedMigrationState.AwaitingContract)
            return await RunCommand.RunAsync(context, new PhasedRunRequest { Migrations = [name] }, new PhasedRunnerOptions()).ConfigureAwait(false);
        return ContractReport.Write(status, context.Json);
    }
}
