namespace PhasedMigrations.Bench.Throughput;

/// <param name="StartUp">The part of it that passes before the first file is read.</param>
/// <param name="RefusedFiles">Files with a syntax error in squawk's eyes: it runs no rule over them.</param>
internal readonly record struct SquawkCost(double Total, double StartUp, int RefusedFiles)
{
    public double Running => Total - StartUp;

    public static SquawkCost operator +(SquawkCost left, SquawkCost right) =>
        new(left.Total + right.Total, left.StartUp + right.StartUp, left.RefusedFiles + right.RefusedFiles);
}
