using System.Text.RegularExpressions;

namespace PhasedMigrations.Testing.Consumers;

/// <summary>
/// A user's project in a temporary folder outside the repository: it knows PhasedMigrations only as packages.
/// </summary>
public sealed partial class ConsumerProject : IDisposable
{
    private readonly string _folder;

    private ConsumerProject(string folder) => _folder = folder;

    /// <summary>The folder of the project file.</summary>
    public string Folder => Path.Combine(_folder, "project");

    /// <summary>Copies a project folder and points its references at the packages given.</summary>
    public static ConsumerProject CopyOf(string sourceFolder, PackedPackages packages)
    {
        var project = new ConsumerProject(Directory.CreateTempSubdirectory("phased-consumer-").FullName);
        CopyFolder(sourceFolder, project.Folder);
        foreach (var file in Directory.EnumerateFiles(project.Folder, "*.csproj"))
        {
            File.WriteAllText(file, PackageVersion().Replace(
                File.ReadAllText(file), match => $"{match.Groups["before"].Value}{packages.Version}{match.Groups["after"].Value}"));
        }
        File.WriteAllText(Path.Combine(project.Folder, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(project._folder, "packages")}" />
              </config>
              <packageSources>
                <add key="phased" value="{packages.Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="user" value="{UserPackages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return project;
    }

    public string ReadFile(params string[] parts) => File.ReadAllText(Path.Combine([Folder, .. parts]));

    public void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Runs <c>dotnet</c> in the project folder.</summary>
    public Task<ProgramResult> DotnetAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellationToken = default) =>
        Programs.RunAsync(Folder, "dotnet", arguments, environment, cancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What was restored before need not be fetched again.</summary>
    private static string UserPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            var name = Path.GetFileName(folder);
            if (name is not ("bin" or "obj")) CopyFolder(folder, Path.Combine(target, name));
        }
    }

    [GeneratedRegex("""(?<before><PackageReference Include="PhasedMigrations[^"]*" Version=")[^"]*(?<after>")""")]
    private static partial Regex PackageVersion();
}
