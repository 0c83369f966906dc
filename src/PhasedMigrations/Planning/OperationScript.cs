namespace PhasedMigrations.Planning;

/// <summary>The statements of one operation that are known without asking the server.</summary>
/// <param name="Direct">What an empty table gets instead of everything else: the plain change.</param>
/// <param name="Expand">Instant, backward compatible statements.</param>
/// <param name="Contract">Instant statements for when the old code is gone.</param>
/// <param name="Revert">Undo whatever of the operation was done; each may find nothing to do.</param>
/// <param name="HasMigratePhase">True when the engine has work between expand and contract.</param>
/// <param name="HoldsWhenNotNull">The column whose being NOT NULL already means that the operation has nothing to do; null when nothing tells.</param>
internal sealed record OperationScript(
    IReadOnlyList<string> Direct,
    IReadOnlyList<string> Expand,
    IReadOnlyList<string> Contract,
    IReadOnlyList<string> Revert,
    bool HasMigratePhase,
    string? HoldsWhenNotNull = null);
