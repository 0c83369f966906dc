namespace PhasedMigrations.Planning.Work;

/// <summary>Whether a kind of work can go along the pages of a table, where a row that the application moves is met twice or not at all.</summary>
/// <param name="Obstacle">Why it cannot; null when it can.</param>
/// <param name="Reason">Why it can.</param>
/// <param name="Pending">The condition of the rows that are still to be done, by which a sweep finds those that moved.</param>
/// <param name="IsSwept">Whether a sweep is needed; a trigger that does the same to every row that moves spares it.</param>
/// <param name="WholeBecause">Why a window is not done in stripes; null when stripes may pay.</param>
internal sealed record PageFitness(string? Obstacle, string Reason, string Pending, bool IsSwept, string? WholeBecause)
{
    public static PageFitness No(string obstacle) => new(obstacle, "", "", IsSwept: true, WholeBecause: null);
}
