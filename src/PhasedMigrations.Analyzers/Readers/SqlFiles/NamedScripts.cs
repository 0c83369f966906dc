using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>Finds the .sql file of the compilation that code names, by its path or as an embedded resource.</summary>
internal sealed class NamedScripts(ImmutableArray<AdditionalText> files)
{
    public static readonly NamedScripts None = new(ImmutableArray<AdditionalText>.Empty);

    private readonly List<AdditionalText> _files = [.. files.Where(file => ScriptPlace.IsScript(file.Path))];

    /// <summary>Null when no file ends with the path, or more than one does.</summary>
    public AdditionalText? AtPath(string path)
    {
        var wanted = "/" + path.Replace('\\', '/').TrimStart('.', '/');
        return Only(_files.Where(file => ("/" + Slashes(file.Path)).EndsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList());
    }

    /// <summary>
    /// A resource is named after its project's namespace, its folders and its file, with dots between them, and may be asked for by the end of
    /// its name. The file that shares most of it is meant; null when two share as much.
    /// </summary>
    public AdditionalText? Embedded(string name)
    {
        var best = 0;
        var found = new List<AdditionalText>();
        foreach (var file in _files)
        {
            var shared = SharedSegments(Slashes(file.Path).Split('/'), name);
            if (shared < best || shared == 0)
                continue;
            if (shared > best)
                found.Clear();
            best = shared;
            found.Add(file);
        }

        return Only(found);
    }

    public static SqlText? Read(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is SourceText content ? ScriptText.Of(file.Path, content, withDown: false) : null;

    /// <summary>How many of the last parts of the path the name ends with.</summary>
    private static int SharedSegments(string[] path, string name)
    {
        var shared = 0;
        var rest = name;
        for (var i = path.Length - 1; i >= 0 && rest.Length > 0; i--)
        {
            // A folder may be no identifier, which a resource name has to be.
            var segment = i == path.Length - 1 ? path[i] : path[i].Replace('-', '_').Replace(' ', '_');
            if (rest.Equals(segment, StringComparison.OrdinalIgnoreCase))
                return shared + 1;
            if (!rest.EndsWith("." + segment, StringComparison.OrdinalIgnoreCase))
                break;
            rest = rest.Substring(0, rest.Length - segment.Length - 1);
            shared++;
        }

        return shared;
    }

    private static string Slashes(string path) => path.Replace('\\', '/');

    private static AdditionalText? Only(List<AdditionalText> found) => found.Count == 1 ? found[0] : null;
}
