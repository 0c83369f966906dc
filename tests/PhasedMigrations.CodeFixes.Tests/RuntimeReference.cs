using Microsoft.CodeAnalysis;

namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>The real packages that migrations are compiled against, with and without the runtime.</summary>
internal static class RuntimeReference
{
    private static readonly string[] Runtime = ["PhasedMigrations", "PhasedMigrations.EntityFrameworkCore"];

    public static IReadOnlyList<MetadataReference> With { get; } = [.. Packages(IsOfRuntime)];

    public static IReadOnlyList<MetadataReference> Without { get; } = [.. Packages(_ => false)];

    private static IEnumerable<MetadataReference> Packages(Func<string, bool> own) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is var name
                && !name.Contains("CodeAnalysis", StringComparison.Ordinal)
                && (!name.StartsWith("PhasedMigrations", StringComparison.Ordinal) || own(name)))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static bool IsOfRuntime(string name) => Runtime.Contains(name, StringComparer.Ordinal);
}
