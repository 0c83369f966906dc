using System.Text.Json;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The answer to what an operator asked for: it is noted, and every process hears of it within about a second.</summary>
internal static class OperatorAnswer
{
    /// <param name="context">Says whether JSON is wanted.</param>
    /// <param name="migration">Its name.</param>
    /// <param name="outcome">The word for programs.</param>
    /// <param name="message">The sentence for people.</param>
    public static int Write(CommandContext context, string migration, string outcome, string message)
    {
        if (context.Json)
        {
            var summary = new SummaryObject(outcome, ExitCode.Done, Seconds: 0, [new MigrationResultObject(migration, outcome, message)]);
            Console.Out.WriteLine(JsonSerializer.Serialize(summary, OutputJson.Readable.SummaryObject));
        }
        else
            Console.Out.WriteLine($"{migration}: {message}");
        return ExitCode.Done;
    }
}
