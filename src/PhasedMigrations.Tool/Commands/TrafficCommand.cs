using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Commands;

/// <summary><c>phased traffic</c>: when the server is quiet, as windows for <c>phased run</c>.</summary>
internal static class TrafficCommand
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(28);
    private const string Examples = """
          phased traffic --for 7d --interval 1m      sample, keep the samples, and propose windows
          phased traffic --zone Europe/Berlin        propose from the samples of the last four weeks
        """;

    public static (Command Command, string Examples) Create(Session session)
    {
        var duration = new Option<string?>("--for") { Description = $"Sample for so long first ({DurationText.Examples}, 7d).", HelpName = "duration" };
        var interval = new Option<string?>("--interval") { Description = "How often to sample, 1s to 1h; the default is 10s.", HelpName = "duration" };
        var zone = new Option<string?>("--zone") { Description = "The time zone of the windows; the default is this machine's.", HelpName = "name" };
        var command = new Command("traffic", "Sample how busy the server is, and propose quiet hours as windows for phased run.") { duration, interval, zone };
        session.SetReadingAction(command, context =>
        {
            var every = Duration("--interval", context.Parsed.GetValue(interval)) ?? TimeSpan.FromSeconds(10);
            if (every > TimeSpan.FromHours(1))
                throw new UsageException("--interval takes 1s to 1h. See phased traffic --help.");
            return ReportAsync(context, Duration("--for", context.Parsed.GetValue(duration)), every, Zone(context.Parsed.GetValue(zone)));
        });
        return (command, Examples);
    }

    private static async Task<int> ReportAsync(CommandContext context, TimeSpan? duration, TimeSpan interval, TimeZoneInfo zone)
    {
        var traffic = new PhasedTraffic(context.DataSource);
        var taken = duration is { } time ? await SampleAsync(context, traffic, time, interval).ConfigureAwait(false) : [];
        var kept = await traffic.GetSamplesAsync(Kept, CancellationToken.None).ConfigureAwait(false);
        // Where nothing can be kept, what was seen just now has to do.
        var samples = kept.Count > taken.Count ? kept : taken;
        if (samples.Count == 0)
            throw new UsageException("No samples of this database are kept. Take some: phased traffic --for 1d. See phased traffic --help.");
        var windows = PhasedTraffic.ProposeWindows(samples, zone);
        if (context.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new TrafficObject(samples.Count, [.. windows.Select(hours => new QuietHoursObject(hours.Window.ToString(), Math.Round(hours.Load, 3), hours.IsComplete))]),
                OutputJson.Readable.TrafficObject));
        else
            Write(samples, windows);
        return ExitCode.Done;
    }

    // By number, not by the clock: so many samples were asked for.
    private static async Task<List<TrafficSample>> SampleAsync(CommandContext context, PhasedTraffic traffic, TimeSpan duration, TimeSpan interval)
    {
        var samples = new List<TrafficSample>();
        var wanted = Math.Max(1, (int)(duration / interval));
        try
        {
            await foreach (var sample in traffic.SampleAsync(interval, context.Stop).ConfigureAwait(false))
            {
                samples.Add(sample);
                if (context.Json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(
                        new SampleObject(sample.At, Math.Round(sample.Transactions, 1), sample.ActiveSessions, Math.Round(sample.WalBytes)),
                        OutputJson.Readable.SampleObject));
                if (samples.Count == wanted)
                    break;
            }
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            // Ctrl+C: what was sampled so far counts.
        }

        return samples;
    }

    private static void Write(IReadOnlyList<TrafficSample> samples, IReadOnlyList<QuietHours> windows)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Words.Count(samples.Count)} samples from {Words.Moment(samples[0].At)} to {Words.Moment(samples[^1].At)}: on average {samples.Average(one => one.Transactions):N0} transactions/s, {samples.Average(one => one.ActiveSessions):0.#} active sessions, {samples.Average(one => one.WalBytes) / 1024:N0} KiB of WAL/s"));
        if (windows.Count == 0)
            Console.Out.WriteLine("No hour is quieter than the others. Sample for longer, best a week: phased traffic --for 7d --interval 1m");
        foreach (var hours in windows)
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"--window \"{hours.Window}\"   {hours.Load:0%} of the average load{(hours.IsComplete ? "" : "; hours that were not sampled count as busy")}"));
    }

    private static TimeSpan? Duration(string option, string? text) => text is null
        ? null
        : DurationText.Parse(text) ?? throw new UsageException($"{option} is no duration; write one such as {DurationText.Examples}.");

    private static TimeZoneInfo Zone(string? name)
    {
        if (name is null)
            return TimeZoneInfo.Local;
        try
        {
            return LocalTime.Parse($"00:00 {name}").Zone;
        }
        catch (FormatException e)
        {
            throw new UsageException($"--zone: {e.Message} See phased traffic --help.");
        }
    }
}
