using System.CommandLine;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The options of <c>phased run</c> that say when it may work.</summary>
internal sealed class ScheduleArguments
{
    private readonly Option<string?> _maxDuration = new("--max-duration")
    {
        Description = $"Stop after this time, to be resumed later ({DurationText.Examples}).",
        HelpName = "duration",
    };

    private readonly Option<string?> _stopBefore = new("--stop-before")
    {
        Description = "Stop before this time of day, to be resumed later (06:00, \"06:00 Europe/Berlin\").",
        HelpName = "time",
    };

    private readonly Option<string[]> _windows = new("--window")
    {
        Description = "Work only in this window, or in several (\"Mon-Fri 22:00-06:00 Europe/Berlin\").",
        HelpName = "window",
    };

    private readonly Option<string?> _outside = new("--outside-window")
    {
        Description = "What to do while no window is open: wait (the default), or exit, to be run again.",
        HelpName = "wait|exit",
    };

    public void AddTo(Command command)
    {
        command.Add(_maxDuration);
        command.Add(_stopBefore);
        command.Add(_windows);
        command.Add(_outside);
    }

    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PhasedRunnerOptions Read(ParseResult parsed) => new()
    {
        MaxDuration = parsed.GetValue(_maxDuration) is { } duration
            ? DurationText.Parse(duration) ?? throw new UsageException($"--max-duration is no duration; write one such as {DurationText.Examples}.")
            : null,
        StopBefore = parsed.GetValue(_stopBefore) is { } time ? Read("--stop-before", time, LocalTime.Parse) : null,
        Windows = [.. (parsed.GetValue(_windows) ?? []).Select(window => Read("--window", window, MaintenanceWindow.Parse))],
        OutsideWindow = parsed.GetValue(_outside) switch
        {
            null or "wait" => OutsideWindow.Wait,
            "exit" => OutsideWindow.Exit,
            _ => throw new UsageException("--outside-window is wait or exit. See phased run --help."),
        },
    };

    private static T Read<T>(string option, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{option}: {e.Message} See phased run --help.");
        }
    }
}
