namespace PhasedMigrations.Planning;

/// <summary>How the user wants tables to be cut.</summary>
/// <param name="Chunking">Which way.</param>
/// <param name="Partitions">With modulo: into how many parts.</param>
/// <param name="TimeColumn">With time ranges: along which column.</param>
internal sealed record ChunkingWish(BackfillChunking Chunking, int Partitions, string? TimeColumn)
{
    public static ChunkingWish Automatic { get; } = Of(new());

    public static ChunkingWish Of(PhasedRunnerOptions options) => new(options.Chunking, options.ModuloPartitions, options.TimeColumn);
}
