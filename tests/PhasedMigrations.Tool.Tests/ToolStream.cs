using System.Text;
using System.Threading.Channels;

namespace PhasedMigrations.Tool.Tests;

/// <summary>One output of a running tool: to wait for a line, and to have the whole text in the end.</summary>
internal sealed class ToolStream
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public ToolStream(StreamReader reader) => Text = ReadAsync(reader);

    /// <summary>Everything, once the tool has ended.</summary>
    public Task<string> Text { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task WaitForAsync(string text)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(Cancellation))
        {
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }
        throw new InvalidOperationException($"The tool ended without saying '{text}', but:\n{await Text}");
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            text.Append(line).Append('\n');
            _lines.Writer.TryWrite(line);
        }
        _lines.Writer.Complete();
        return text.ToString();
    }
}
