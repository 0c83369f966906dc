using System.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The option of <c>phased run</c> that says what may go unwatched.</summary>
internal sealed class SignalArguments
{
    private readonly Option<string[]> _waived = new("--waive")
    {
        Description = "Do without this signal, or several (replica-lag): it is not read and holds nothing.",
        HelpName = "signal",
    };

    public void AddTo(Command command) => command.Add(_waived);

    /// <exception cref="UsageException">There is no such signal.</exception>
    public PhasedRunnerOptions Read(ParseResult parsed, PhasedRunnerOptions options)
    {
        var waived = parsed.GetValue(_waived) ?? [];
        if (waived.FirstOrDefault(name => !LoadSignals.All.Contains(name)) is { } unknown)
            throw new UsageException($"--waive: there is no signal {unknown}. The signals are {string.Join(", ", LoadSignals.All)}.");
        return options with { WaivedSignals = waived };
    }
}
