namespace PhasedMigrations.Model;

/// <summary>
/// What a phased migration will have done once it is complete: in its own time and without blocking anybody, so no rule judges it.
/// History counts on it from here on.
/// </summary>
internal sealed record DonePhased(Operation Operation) : Operation;
