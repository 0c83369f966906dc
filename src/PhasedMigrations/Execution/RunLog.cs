using Microsoft.Extensions.Logging;

namespace PhasedMigrations.Execution;

/// <summary>Every log message of the engine. Connection strings and row values never appear.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "Phased migration {Migration}: {Steps} steps to do")]
    public static partial void MigrationStarted(this ILogger logger, string migration, int steps);

    [LoggerMessage(2, LogLevel.Information, "Phased migration {Migration}: {Outcome}. {Message}")]
    public static partial void MigrationFinished(this ILogger logger, string migration, PhasedRunOutcome outcome, string message);

    [LoggerMessage(3, LogLevel.Information, "Phased migration {Migration}: {Step}")]
    public static partial void StepStarted(this ILogger logger, string migration, string step);

    [LoggerMessage(4, LogLevel.Information, "Phased migration {Migration}: done: {Step}")]
    public static partial void StepFinished(this ILogger logger, string migration, string step);

    [LoggerMessage(5, LogLevel.Warning, "Phased migration {Migration}: no lock for {Step} (attempt {Attempt}). Held by: {Blockers}")]
    public static partial void LockNotAvailable(this ILogger logger, string migration, string step, int attempt, string blockers);

    [LoggerMessage(6, LogLevel.Warning, "Phased migration {Migration}: chunk {Chunk} is tried again: {Reason}")]
    public static partial void ChunkRetried(this ILogger logger, string migration, long chunk, string reason);

    [LoggerMessage(7, LogLevel.Debug, "Phased migration {Migration}: chunk {Chunk}, stripe {Stripe} of {Stripes} done, {Rows} rows in {Milliseconds} ms")]
    public static partial void StripeFinished(
        this ILogger logger, string migration, long chunk, int stripe, int stripes, long rows, double milliseconds);

    [LoggerMessage(8, LogLevel.Warning, "Phased migration {Migration}: the invalid index {Index} is dropped and built again")]
    public static partial void InvalidIndexDropped(this ILogger logger, string migration, string index);

    [LoggerMessage(9, LogLevel.Information, "Phased migration {Migration}: another process works on it")]
    public static partial void LeaseHeldElsewhere(this ILogger logger, string migration);

    [LoggerMessage(10, LogLevel.Warning, "Phased migration {Migration}: the table has changed under {Chunk}, its pages are counted again: {Reason}")]
    public static partial void TableChanged(this ILogger logger, string migration, string chunk, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Phased migration {Migration}: held back: {Reason}")]
    public static partial void WorkHeld(this ILogger logger, string migration, string reason);

    [LoggerMessage(12, LogLevel.Information, "Phased migration {Migration}: goes on after {Seconds} s; what held it was: {Reason}")]
    public static partial void WorkReleased(this ILogger logger, string migration, string reason, double seconds);
}
