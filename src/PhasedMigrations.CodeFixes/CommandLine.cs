using Microsoft.CodeAnalysis;

namespace PhasedMigrations.CodeFixes;

/// <summary>Tells <c>dotnet format</c> from an editor.</summary>
internal static class CommandLine
{
    public static bool IsHostOf(Solution solution) => solution.Workspace.Kind == WorkspaceKind.MSBuild;
}
