using Microsoft.Extensions.Logging;
using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.Output;

/// <summary>The log of <c>--verbose</c>: one line an entry, so that standard output stays what it is without it.</summary>
internal sealed class StandardErrorLogger(Secrets secrets) : ILogger<PhasedRunner>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var details = exception is null ? "" : Environment.NewLine + exception;
        // Written in one call: workers log at the same time.
        Console.Error.WriteLine(secrets.Mask($"{logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}{details}"));
    }
}
