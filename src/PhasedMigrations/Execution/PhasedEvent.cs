namespace PhasedMigrations;

/// <summary>Something that happened to a phased migration, as it is kept in the schema <c>phased</c>.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="At">When it happened, by the server's clock.</param>
/// <param name="Migration">The name of the migration, which may have been reverted since.</param>
/// <param name="Kind">A short name, such as <c>step_done</c>, <c>paused</c> or <c>blocked</c>.</param>
/// <param name="Message">Text for people.</param>
public sealed record PhasedEvent(long Id, DateTimeOffset At, string Migration, string Kind, string Message);
