using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations;

/// <summary>
/// Several migrations can call one helper. What is found in the helper is reported once: by the file that found it first, which
/// then reports it whenever that file is analysed again.
/// </summary>
internal sealed class FindingOwners
{
    private readonly ConcurrentDictionary<string, SyntaxTree> _owners = new(StringComparer.Ordinal);

    public bool Owns(SyntaxTree file, Diagnostic finding) =>
        finding.Location.SourceTree == file || _owners.GetOrAdd(KeyOf(finding), file) == file;

    /// <summary>The same rule with the same words at the same place is the same finding.</summary>
    public static string KeyOf(Diagnostic finding)
    {
        var location = finding.Location;
        return string.Join("\n",
            finding.Id,
            location.SourceTree?.FilePath ?? location.GetLineSpan().Path,
            location.SourceSpan.Start.ToString(CultureInfo.InvariantCulture),
            finding.GetMessage(CultureInfo.InvariantCulture));
    }
}
