namespace PhasedMigrations;

/// <summary>A backfill computes its values in C#, by a transform that this process does not have.</summary>
public sealed class MissingTransformException : PhasedMigrationException
{
    internal MissingTransformException(string table, string transform, BackfillTransforms known) : base(
        $"The rows of {table} are computed by the transform {transform}, which this process does not have "
        + $"({(known.Names.Count == 0 ? "no transform is registered here" : $"registered here: {string.Join(", ", known.Names)}")}). "
        + "Run the migration in the application that registers it in PhasedRunnerOptions.Transforms. Everything before this step is done.") =>
        Transform = transform;

    /// <summary>The name of the transform.</summary>
    public string Transform { get; }
}
