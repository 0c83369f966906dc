using System.Globalization;

namespace PhasedMigrations.Testing.Consumers;

/// <summary>This checkout's packages in a folder of their own, under a version that no package cache has seen.</summary>
public sealed record PackedPackages(string Folder, string Version)
{
    /// <summary>Runs build/pack.sh.</summary>
    public static async Task<PackedPackages> PackAsync(string folder, CancellationToken cancellationToken = default)
    {
        var version = $"0.0.0-local.{DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";
        var script = Repository.PathOf("build", "pack.sh");
        (await Programs.RunAsync(Repository.Root, "bash", [script, folder, version], cancellationToken: cancellationToken)
            .ConfigureAwait(false)).EnsureSuccess();
        return new PackedPackages(folder, version);
    }
}
