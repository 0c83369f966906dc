namespace PhasedMigrations.Backfill.Transforms;

/// <summary>A row on its way through C#.</summary>
/// <param name="Key">Its key as text.</param>
/// <param name="Image">What the columns that were read were, as a hash.</param>
/// <param name="Row">The object that the transform takes.</param>
/// <param name="Error">Why there is none; null when there is.</param>
internal sealed record TransformRow(string[] Key, byte[] Image, object? Row, Exception? Error);

/// <summary>A row that is computed and not written yet.</summary>
/// <param name="Values">What travels to the server, one value a column.</param>
internal sealed record ComputedRow(string[] Key, byte[] Image, object?[] Values);

/// <summary>How far a chunk is, as the ledger has it.</summary>
/// <param name="Low">Everything up to this key was looked at; null means nothing was.</param>
/// <param name="Left">Rows up to there that are still to be done.</param>
internal sealed record TransformProgress(string[]? Low, IReadOnlyList<string[]> Left);
