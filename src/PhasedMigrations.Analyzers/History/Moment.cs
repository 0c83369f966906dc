namespace PhasedMigrations.History;

/// <summary>When something was done.</summary>
/// <param name="Unit">Counts the units that were replayed.</param>
/// <param name="Transaction">The transaction of that unit; 0 for an operation that runs by itself.</param>
internal readonly record struct Moment(int Unit, int Transaction);
