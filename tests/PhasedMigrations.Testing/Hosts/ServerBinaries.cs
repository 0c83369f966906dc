namespace PhasedMigrations.Testing.Hosts;

/// <summary>What <c>build/postgres.sh</c> found for a version: a folder with binaries, or the image of a container.</summary>
internal sealed record ServerBinaries(string? Folder, string? Image)
{
    private const string ContainerPrefix = "container:";

    public static string ConnectionVariable(int version) => $"PHASED_TEST_POSTGRES_{version}";

    public static async Task<ServerBinaries> FindAsync(int version, CancellationToken cancellationToken)
    {
        // No shell to run the script with, and no supported binaries: a container serves.
        if (OperatingSystem.IsWindows()) return new ServerBinaries(null, $"postgres:{version}");

        var script = Path.Combine(AppContext.BaseDirectory, "postgres", "postgres.sh");
        var found = await Command.RunAsync(
            ["bash", script, $"{version}"],
            cancellationToken,
            // Whoever asks here wants a server of their own.
            withoutVariable: ConnectionVariable(version)).ConfigureAwait(false);
        var answer = found.Trim();
        return answer.StartsWith(ContainerPrefix, StringComparison.Ordinal)
            ? new ServerBinaries(null, answer[ContainerPrefix.Length..])
            : new ServerBinaries(answer, null);
    }
}
