using PhasedMigrations.Readers.EntityFrameworkCore.Models;
using PhasedMigrations.Readers.Incremental;

namespace PhasedMigrations;

/// <summary>What outlives a compilation: one analyzer sees many of them in an IDE.</summary>
internal sealed class AnalysisCaches
{
    public UnitCache Units { get; } = new();

    public ModelFiles Models { get; } = new();
}
