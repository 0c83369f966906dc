using System.CommandLine;
using System.Globalization;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The option of <c>phased run</c> and <c>phased plan</c> that says how tables are cut.</summary>
internal sealed class ChunkingArguments
{
    private const string Forms = "pages, keys, modulo:16, time:created_at";

    private readonly Option<string?> _chunking = new("--chunking")
    {
        Description = $"How tables are cut, one of {Forms}; by default the engine chooses.",
        HelpName = "way",
    };

    public void AddTo(Command command) => command.Add(_chunking);

    /// <exception cref="UsageException">It is none of the ways.</exception>
    public PhasedRunnerOptions Read(ParseResult parsed, PhasedRunnerOptions options) => parsed.GetValue(_chunking)?.Split(':', 2) switch
    {
        null => options,
        ["pages"] => options with { Chunking = BackfillChunking.PageWindows },
        ["keys"] => options with { Chunking = BackfillChunking.KeyRanges },
        ["modulo"] => options with { Chunking = BackfillChunking.Modulo },
        ["modulo", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions) && partitions is >= 2 and <= 10_000 =>
            options with { Chunking = BackfillChunking.Modulo, ModuloPartitions = partitions },
        ["time", { Length: > 0 } column] => options with { Chunking = BackfillChunking.TimeRanges, TimeColumn = column },
        _ => throw new UsageException($"--chunking is one of {Forms}; modulo takes 2 to 10000 parts."),
    };
}
