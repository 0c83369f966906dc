using System.Text.Json;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The answer to a contract that had nothing to execute now.</summary>
internal static class ContractReport
{
    public static int Write(PhasedMigrationStatus status, bool json)
    {
        var completed = status.State is PhasedMigrationState.Completed;
        var exitCode = completed ? ExitCode.Done : ExitCode.Waiting;
        var message = completed
            ? "It was complete before."
            : "Noted. The contract follows when the rows are migrated: phased run does both.";
        if (!json)
        {
            Console.Out.WriteLine($"{status.Name}: {message}");
            return exitCode;
        }

        var outcome = completed ? "complete" : "contractRequested";
        var summary = new SummaryObject(outcome, exitCode, Seconds: 0, [new MigrationResultObject(status.Name, outcome, message)]);
        Console.Out.WriteLine(JsonSerializer.Serialize(summary, OutputJson.Readable.SummaryObject));
        return exitCode;
    }
}
