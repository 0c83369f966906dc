using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased pace</c>: how hard every process works on a migration, from now on.</summary>
internal static class PaceCommand
{
    private const string Examples = """
          phased pace RequireEmailVerified --gentle --workers 1
          phased pace RequireEmailVerified --pause-ratio 0.5   pause half as long as each batch took
          phased pace RequireEmailVerified --default           as each process was started
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var name = OperatorArguments.Name();
        var gentle = new Option<bool>("--gentle") { Description = "A pause after each batch that grows with the table." };
        var full = new Option<bool>("--full") { Description = "One batch after the other." };
        var ratio = new Option<double?>("--pause-ratio") { Description = "The pause after each batch as a multiple of its time, 0 to 100.", HelpName = "number" };
        var workers = new Option<int?>("--workers") { Description = "Batches that each process executes at once, 1 to 64.", HelpName = "number" };
        var standard = new Option<bool>("--default") { Description = "Take it back: each process works as it was started." };
        var command = new Command("pace", "Change how hard every process works on a migration, at once and until it is changed again.")
        {
            name, gentle, full, ratio, workers, standard,
        };
        session.SetAction(command, context =>
        {
            var parsed = context.Parsed;
            return SetAsync(
                context, MigrationName.Require(parsed.GetValue(name)!),
                Pace(parsed.GetValue(gentle), parsed.GetValue(full), parsed.GetValue(ratio), parsed.GetValue(workers), parsed.GetValue(standard)));
        });
        return (command, Examples);
    }

    private static async Task<int> SetAsync(CommandContext context, string migration, PhasedPace? pace)
    {
        await context.CreateRunner().SetPaceAsync(migration, pace, context.Stop).ConfigureAwait(false);
        return OperatorAnswer.Write(
            context, migration, "paceChanged",
            pace is null ? "Each process works as it was started." : $"From now on every process works with {Output.Words.For(pace)}.");
    }

    /// <exception cref="UsageException">Nothing was asked for, or what excludes each other, or a number is out of its range.</exception>
    private static PhasedPace? Pace(bool gentle, bool full, double? ratio, int? workers, bool standard)
    {
        var asks = gentle || full || ratio is not null || workers is not null;
        if (asks == standard || (gentle && full))
            throw new UsageException("Say one pace: --gentle or --full, --pause-ratio, --workers; or --default alone. See phased pace --help.");
        if (ratio is not (null or (>= 0 and <= 100)))
            throw new UsageException("--pause-ratio takes a number from 0 to 100. See phased pace --help.");
        if (workers is not (null or (>= 1 and <= 64)))
            throw new UsageException("--workers takes a number from 1 to 64. See phased pace --help.");
        return standard ? null : new PhasedPace { Pace = gentle ? BackfillPace.Gentle : full ? BackfillPace.Full : null, PauseRatio = ratio, Workers = workers };
    }
}
