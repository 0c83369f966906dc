using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

/// <summary>All descriptors, one partial file for each range of numbers.</summary>
internal static partial class Descriptors
{
    private static DiagnosticDescriptor Create(
        string id,
        string category,
        DiagnosticSeverity severity,
        string title,
        string message,
        string description,
        bool isEnabledByDefault = true,
        params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault, description, HelpLink(id), tags);

    public static string HelpLink(string id) =>
        $"https://github.com/phasedmigrations/phasedmigrations/blob/main/docs/rules/{id}.md";
}
