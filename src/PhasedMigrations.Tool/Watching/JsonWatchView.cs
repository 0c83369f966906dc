using System.Text.Json;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Watching;

/// <summary>One JSON object a line: each event, and after each look where the migrations stand.</summary>
internal sealed class JsonWatchView(TextWriter output) : IWatchView
{
    public async Task ShowAsync(IAsyncEnumerable<Snapshot> looks)
    {
        await foreach (var look in looks.ConfigureAwait(false))
        {
            foreach (var happened in look.Events)
                output.WriteLine(JsonSerializer.Serialize(EventObject.From(happened), OutputJson.Readable.EventObject));
            var status = new WatchObject(look.At, [.. look.Migrations.Select(StatusJson.From)]);
            output.WriteLine(JsonSerializer.Serialize(status, OutputJson.Readable.WatchObject));
        }
    }
}
