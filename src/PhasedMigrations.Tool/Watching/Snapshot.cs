namespace PhasedMigrations.Tool.Watching;

/// <summary>What one look at the database showed.</summary>
/// <param name="At">When.</param>
/// <param name="Migrations">Those that are watched.</param>
/// <param name="Events">What happened since the last look.</param>
internal sealed record Snapshot(DateTimeOffset At, IReadOnlyList<PhasedMigrationStatus> Migrations, IReadOnlyList<PhasedEvent> Events)
{
    /// <summary>Whether nothing will change until somebody does something: nobody is at work, and no run would find any.</summary>
    public bool IsEnded => Migrations.All(migration => migration.State == PhasedMigrationState.Completed || (IsIdle(migration) && IsAtItsEnd(migration)));

    /// <summary>The step that is under way; null when none is.</summary>
    public static PhasedStepStatus? Current(PhasedMigrationStatus migration) =>
        migration.State is PhasedMigrationState.Completed or PhasedMigrationState.AwaitingContract ? null : migration.Steps.LastOrDefault(step => !step.IsDone);

    private static bool IsIdle(PhasedMigrationStatus migration) => migration.Owner is null && migration.Runners.Count == 0;

    private static bool IsAtItsEnd(PhasedMigrationStatus migration) =>
        migration.CancelledAt is not null || migration.State == PhasedMigrationState.Blocked
        || migration is { State: PhasedMigrationState.AwaitingContract, ContractRequestedAt: null };
}
