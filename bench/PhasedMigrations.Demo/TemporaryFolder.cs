namespace PhasedMigrations.Demo;

/// <summary>A folder that goes when the demo ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("phased-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
