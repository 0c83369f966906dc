namespace PhasedMigrations.CodeFixes;

/// <summary>The two ways out of every hazard. The names are the equivalence keys: constant, so that fix-all works.</summary>
internal enum FixKind
{
    /// <summary>An operation of a phased migration, run by the engine.</summary>
    Phased,

    /// <summary>Plain EF Core, with a follow-up migration where a second transaction is needed.</summary>
    Plain,
}
