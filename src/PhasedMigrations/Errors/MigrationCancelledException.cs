namespace PhasedMigrations;

/// <summary>An operator has cancelled the migration: resume it or revert it first.</summary>
public sealed class MigrationCancelledException : PhasedMigrationException
{
    internal MigrationCancelledException(string migration, string? reason)
        : base($"The phased migration {migration} was cancelled by an operator{(reason is null ? "" : $" ({reason})")}. "
            + $"Everything done so far is kept. phased resume {migration} goes on; RevertPhased undoes it.")
    {
    }
}
