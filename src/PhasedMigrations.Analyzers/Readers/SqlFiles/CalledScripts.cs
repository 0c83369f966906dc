using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers.FluentMigrator;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>Scripts that a migration runs by name are judged there, in the transaction of the migration, and not on their own.</summary>
internal sealed class CalledScripts(Compilation compilation, Lazy<IReadOnlyList<FrontEnd>> frontEnds)
{
    /// <summary>What stands between a folder and a file in a literal: of a path, of an escaped path, of a resource name.</summary>
    private static readonly string[] Separators = ["/", "\\", "\\\\", "."];

    /// <summary>By text, and only for a script in which something was found: a source names the file as a path or as a resource.</summary>
    public bool Include(AdditionalText file, CancellationToken cancellationToken)
    {
        if (frontEnds.Value.OfType<FluentMigratorFrontEnd>().FirstOrDefault() is not { } frontEnd)
            return false;

        var path = file.Path.Replace('\\', '/').Split('/');
        var name = path[path.Length - 1] + "\"";
        // A name that several files have says which of them is meant by its folder.
        var folder = frontEnd.IsOnlyOneNamed(file) || path.Length == 1 ? "" : path[path.Length - 2];
        string[] words = [.. Separators.Select(separator => folder + separator + name)];
        if (folder.Length == 0)
            words = [.. words, "\"" + name];
        return compilation.SyntaxTrees.Any(tree =>
            !MigrationFiles.IsModel(tree) && SourceSearch.MentionsAny(tree.GetText(cancellationToken), words, cancellationToken));
    }
}
