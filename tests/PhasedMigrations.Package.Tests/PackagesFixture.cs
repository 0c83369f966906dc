using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Package.Tests;

/// <summary>Packs the checkout once for all tests of this assembly.</summary>
public sealed class PackagesFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phased-packages-").FullName;
    private PackedPackages? _packages;

    public PackedPackages Packages => _packages ?? throw new InvalidOperationException("The fixture has not been initialised.");

    public async ValueTask InitializeAsync() => _packages = await PackedPackages.PackAsync(_folder);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
