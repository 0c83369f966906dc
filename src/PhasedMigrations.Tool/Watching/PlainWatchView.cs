using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Watching;

/// <summary>Lines for a file or a pipe: each event, each change of what a migration does, and in between its progress every five seconds.</summary>
internal sealed class PlainWatchView(TextWriter output) : IWatchView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, (string Kind, string Line, DateTimeOffset At)> _told = [];

    public async Task ShowAsync(IAsyncEnumerable<Snapshot> looks)
    {
        await foreach (var look in looks.ConfigureAwait(false))
        {
            foreach (var happened in look.Events)
                output.WriteLine(EventText.Line(happened));
            foreach (var migration in look.Migrations)
                Tell(migration, look.At);
        }
    }

    private void Tell(PhasedMigrationStatus migration, DateTimeOffset now)
    {
        var kind = $"{StatusText.State(migration)}; {Snapshot.Current(migration)?.Description}; {StatusText.Next(migration)}";
        var line = $"{migration.Name}: {StatusText.State(migration)}, {StatusText.Progress(migration)}{(StatusText.Next(migration) is { } next ? $"; {next}" : "")}";
        if (_told.TryGetValue(migration.Name, out var last) && (last.Line == line || (last.Kind == kind && now - last.At < Interval)))
            return;
        output.WriteLine(line);
        _told[migration.Name] = (kind, line, now);
    }
}
