using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// The tables that application code makes for itself, in whatever file. What is done to such a table elsewhere in the code sets it up, as
/// far as anybody can tell: nothing says which of two commands of an application runs first, or how often.
/// </summary>
/// <param name="isMigration">Classes whose tables are there before the application starts.</param>
internal sealed class SetUpCode(Compilation compilation, Func<SyntaxNode, bool> isMigration)
{
    private static readonly string[] Words = ["CREATE ", "create ", "Create "];

    private static readonly Regex Creation = new(
        """\bCREATE\s+(?:UNLOGGED\s+|(?:GLOBAL\s+|LOCAL\s+)?TEMP(?:ORARY)?\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?<schema>[\\"]*\w+[\\"]*)\.)?(?<name>[\\"]*\w+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly object _reading = new();
    private IReadOnlyList<Operation>? _tables;

    /// <summary>By text, once for a compilation, and only when application code changes a table that it does not make beside.</summary>
    public IReadOnlyList<Operation> Tables(CancellationToken cancellationToken)
    {
        lock (_reading)
        {
            return _tables ??= compilation.SyntaxTrees
                .Where(tree => !MigrationFiles.IsModel(tree) && SourceSearch.MentionsAny(tree.GetText(cancellationToken), Words, cancellationToken))
                .Where(tree => !MigrationFiles.DerivedClassesIn(tree.GetRoot(cancellationToken)).Any(isMigration))
                .SelectMany(tree => Creation.Matches(tree.GetText(cancellationToken).ToString()).Cast<Match>())
                .Select(match => new CreateTable(new TableName(Name(match.Groups["schema"]), Name(match.Groups["name"])!)))
                .ToList();
        }
    }

    /// <summary>As PostgreSQL stores it; null for a name that is not there.</summary>
    private static string? Name(Group name)
    {
        if (!name.Success)
            return null;
        var bare = name.Value.Trim('\\', '"');
        return bare.Length < name.Length ? bare : bare.ToLowerInvariant();
    }
}
