using PhasedMigrations.PostgreSql;
using PhasedMigrations.Testing.Locks;
using Measured = PhasedMigrations.Testing.Locks.LockMode;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>A measurement in the words of a prediction.</summary>
internal static class MeasuredImpact
{
    /// <summary>The predicted locks by table. A table that the operation does not name is the one that was measured.</summary>
    public static SortedDictionary<string, Measured> Predicted(PhasedMigrations.PostgreSql.Impact impact, LockMeasurement measured) => new(
        impact.Locks.ToDictionary(
            held => held.Table is { } table ? $"public.{table}" : Assert.Single(measured.Tables.Keys),
            held => Enum.Parse<Measured>(held.Mode.ToString())));

    public static SortedDictionary<string, Measured> LocksOf(LockMeasurement measured) => new(
        measured.Tables.ToDictionary(table => table.Key, table => table.Value.Lock));

    public static TableWork WorkOn(LockMeasurement measured, string table)
    {
        var impact = measured[table];
        if (impact.Rewritten) return TableWork.Rewrite;

        var work = TableWork.None;
        if (impact.IndexesBuilt.Count > 0) work |= TableWork.IndexBuild;
        if (impact.RowsUpdated > 0) work |= TableWork.Update;
        // An index build and an UPDATE read the table too: beside them only the server's own word tells of a check.
        var name = table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var isChecked = work == TableWork.None
            ? impact.Scanned
            : measured.Messages.Any(message => message.Contains($"verifying table \"{name}\"", StringComparison.Ordinal));
        return isChecked ? work | TableWork.Scan : work;
    }
}
