using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>Adds using directives where the file keeps its own, in the order of the file.</summary>
internal static class UsingDirectives
{
    private const string Runtime = "PhasedMigrations";
    private const string ProviderSortOrder = "Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder";

    /// <summary>
    /// Brings the runtime into scope. The provider has a NullSortOrder as well: where the file goes on using that one by its simple
    /// name, an alias keeps its meaning.
    /// </summary>
    /// <param name="replaced">What this statement says does not count any more.</param>
    public static IEnumerable<TextChange> AddRuntime(CompilationUnitSyntax root, StatementSyntax replaced, SourceLayout layout)
    {
        var usesProviderSortOrder = root.DescendantNodes(node => node != replaced)
            .OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == "NullSortOrder"
                && name.Parent is not (QualifiedNameSyntax or UsingDirectiveSyntax or NameEqualsSyntax)
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name));
        string[] wanted = usesProviderSortOrder ? [Runtime, $"NullSortOrder = {ProviderSortOrder}"] : [Runtime];
        return Add(root, wanted, layout);
    }

    /// <summary>Those that the file has already are left out.</summary>
    public static IEnumerable<TextChange> Add(CompilationUnitSyntax root, IEnumerable<string> wanted, SourceLayout layout)
    {
        var existing = Existing(root);
        var missing = wanted.Where(name => !existing.Any(directive => Sort(directive) == name)).ToArray();
        if (missing.Length == 0)
            return [];
        if (existing.Count > 0)
            return missing.GroupBy(name => Position(existing, name)).Select(group => Beside(existing, group.Key, group, layout));

        var first = root.Members.FirstOrDefault() is { } member ? member.SpanStart : root.EndOfFileToken.SpanStart;
        var lines = string.Concat(missing.Select(name => $"using {name};{layout.NewLine}"));
        return [new TextChange(new TextSpan(first, 0), lines + layout.NewLine)];
    }

    /// <summary>By name, System first; an alias comes last.</summary>
    public static int Compare(string one, string other)
    {
        var byKind = Kind(one).CompareTo(Kind(other));
        return byKind != 0 ? byKind : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }

    private static int Kind(string name) => name.Contains('=') ? 2 : name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1;

    /// <summary>The directives of the file, or those of its namespace where it keeps them there.</summary>
    private static IReadOnlyList<UsingDirectiveSyntax> Existing(CompilationUnitSyntax root)
    {
        var directives = root.Usings.Count > 0 || root.Members.FirstOrDefault() is not BaseNamespaceDeclarationSyntax inner ? root.Usings : inner.Usings;
        return [.. directives.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None))];
    }

    private static string Sort(UsingDirectiveSyntax directive) =>
        directive.Alias is { } alias ? $"{alias.Name} = {directive.NamespaceOrType}" : directive.NamespaceOrType.ToString();

    private static int Position(IReadOnlyList<UsingDirectiveSyntax> existing, string name)
    {
        for (var index = 0; index < existing.Count; index++)
        {
            if (!existing[index].StaticKeyword.IsKind(SyntaxKind.None) || Compare(Sort(existing[index]), name) > 0)
                return index;
        }

        return existing.Count;
    }

    private static TextChange Beside(IReadOnlyList<UsingDirectiveSyntax> existing, int position, IEnumerable<string> names, SourceLayout layout)
    {
        var lines = names.Select(name => $"using {name};").ToArray();
        if (position < existing.Count)
        {
            var next = existing[position];
            var indent = layout.IndentOf(next);
            return new TextChange(new TextSpan(next.SpanStart, 0), string.Concat(lines.Select(line => line + layout.NewLine + indent)));
        }

        var last = existing[existing.Count - 1];
        return new TextChange(
            new TextSpan(layout.Text.Lines.GetLineFromPosition(last.Span.End).End, 0),
            string.Concat(lines.Select(line => layout.NewLine + layout.IndentOf(last) + line)));
    }
}
