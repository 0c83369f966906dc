using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased verify</c>: whether the rows are what the backfill should have made of them.</summary>
internal static class VerifyCommand
{
    private const string Examples = """
          phased verify RequireEmailVerified                  no row is left to do
          phased verify RequireEmailVerified --sample 1%      and a sample holds what the expression gives
          phased verify RequireEmailVerified --full --repair  every row, and what is wrong is written again
          phased verify RequireEmailVerified --accept "they are test accounts"
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var full = new Option<bool>("--full") { Description = "Compare every row that was written or copied with what its expression or transform gives." };
        var sample = new Option<string?>("--sample") { Description = "Compare a share of the table.", HelpName = "percent" };
        var seed = new Option<int>("--seed") { Description = "Chooses the rows of the sample. Default 0.", HelpName = "number" };
        var repair = new Option<bool>("--repair") { Description = "Write the expression's value into rows that are wrong, in small batches." };
        var accept = new Option<string?>("--accept")
        {
            Description = "Verify nothing, but let the migration go on although rows were found wrong: you have looked at them.", HelpName = "reason",
        };
        var command = new Command("verify", "Verify what backfills have done, and look for orphans of foreign keys. Wrong rows refuse the contract.")
        {
            name, full, sample, seed, repair, accept,
        };
        session.SetAction(command, async context =>
        {
            var request = Request(context.Parsed.GetValue(full), context.Parsed.GetValue(sample)) with
            {
                Seed = context.Parsed.GetValue(seed), Repair = context.Parsed.GetValue(repair),
            };
            if (request is { Repair: true, Mode: PhasedVerificationMode.Sample })
                throw new UsageException("A sample does not see every row that would have to be repaired: write --full --repair.");
            var migration = MigrationName.Require(context.Parsed.GetValue(name)!);
            if (context.Parsed.GetValue(accept) is { } reason)
                return await AcceptAsync(context, migration, reason, isAlone: request == new PhasedVerificationRequest()).ConfigureAwait(false);
            return Write(context, migration, await context.CreateRunner().VerifyAsync(migration, request, cancellationToken: context.Stop).ConfigureAwait(false));
        });
        return (command, Examples);
    }

    private static async Task<int> AcceptAsync(CommandContext context, string migration, string reason, bool isAlone)
    {
        if (!isAlone)
            throw new UsageException("--accept verifies nothing: write it alone.");
        if (string.IsNullOrWhiteSpace(reason))
            throw new UsageException("--accept needs a reason: it is kept for whoever asks later.");
        var accepted = await context.CreateRunner().AcceptVerificationAsync(migration, reason, context.Stop).ConfigureAwait(false);
        return OperatorAnswer.Write(
            context, migration, accepted == 0 ? "unchanged" : "accepted",
            accepted == 0 ? "No verification has found wrong rows." : "What was found wrong refuses nothing any more. Run again to go on.");
    }

    private static PhasedVerificationRequest Request(bool full, string? sample) => (full, sample) switch
    {
        (true, not null) => throw new UsageException("Write either --full or --sample."),
        (true, null) => new() { Mode = PhasedVerificationMode.Full },
        (_, { } percent) => new() { Mode = PhasedVerificationMode.Sample, SamplePercent = PercentText.Parse(percent) },
        _ => new(),
    };

    private static int Write(CommandContext context, string migration, IReadOnlyList<PhasedVerification> results)
    {
        var exitCode = results.All(result => result.IsClean) ? ExitCode.Done : ExitCode.NeedsAttention;
        if (context.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new VerificationObject(migration, exitCode == ExitCode.Done, [.. results.Select(Object)]), OutputJson.Readable.VerificationObject));
            return exitCode;
        }

        foreach (var result in results)
            Console.Out.WriteLine($"{migration}: {result.Operation}: {Sentence(result)}");
        if (results.Count == 0)
            Console.Out.WriteLine($"{migration}: Nothing to verify: no backfill of it is done, and it has no foreign key.");
        return exitCode;
    }

    private static VerificationResultObject Object(PhasedVerification result) => new(
        result.Operation, result.Subject.ToString().ToLowerInvariant(), result.Percent, result.RowsChecked, result.RowsWrong, result.RowsRepaired, result.RowsUnjudged, result.Examples, result.Refusal);

    private static string Sentence(PhasedVerification result)
    {
        if (result.Refusal is not null)
            return $"cannot be compared: {result.Refusal}.";
        var subject = result.Subject switch
        {
            PhasedVerificationSubject.Pending => "not done",
            PhasedVerificationSubject.Values => "with another value than the expression or transform gives",
            PhasedVerificationSubject.Archive => "that were moved are in both tables or in none",
            PhasedVerificationSubject.Surplus => "that are copies of a row that is gone",
            _ => "that refer to nothing",
        };
        var share = result.Percent < 100 ? string.Create(CultureInfo.InvariantCulture, $" ({result.Percent:0.##} % of the table)") : "";
        var repaired = result.RowsRepaired > 0 ? $", {Words.Count(result.RowsRepaired)} of them repaired" : "";
        var others = result.RowsUnjudged > 0 ? $"; {Words.Count(result.RowsUnjudged)} were written by others since and are not judged" : "";
        var examples = result.IsClean ? "" : $" (for example {string.Join("; ", result.Examples)})";
        return $"{Words.Count(result.RowsWrong)} of {Words.Count(result.RowsChecked)} rows {subject}{repaired}{examples}{share}{others}.";
    }
}
