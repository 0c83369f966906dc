using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.Incremental;

/// <summary>What the meaning of a file depends on beside its own text.</summary>
/// <param name="declaredNames">The names of all namespaces, types and members that the compilation declares.</param>
internal sealed class CompilationTerms(
    IReadOnlyList<MetadataReference> references, ImmutableArray<AdditionalText> files, CompilationOptions options, string globalUsings, ISet<string> declaredNames)
{
    private readonly IReadOnlyList<MetadataReference> _references = references;
    private readonly ImmutableArray<AdditionalText> _files = files;
    private readonly CompilationOptions _options = options;
    private readonly string _globalUsings = globalUsings;

    /// <summary>All but the declared names, which a file shares with the compilation only where it mentions them.</summary>
    public bool AreEqual(CompilationTerms other) =>
        _options.Equals(other._options) && _globalUsings == other._globalUsings && _references.SequenceEqual(other._references) && _files.SequenceEqual(other._files);

    /// <summary>No other file of the compilation says anything about what the names mean.</summary>
    public bool LeaveAlone(MentionedNames names) => !names.AreDeclaredIn(declaredNames);

    public static CompilationTerms Of(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        // The answer is always no, so that every name is asked about.
        compilation.ContainsSymbolsWithName(
            name =>
            {
                names.Add(name);
                return false;
            },
            SymbolFilter.All,
            cancellationToken);
        return new CompilationTerms([.. compilation.References], files, compilation.Options, GlobalUsingsIn(compilation, cancellationToken), names);
    }

    private static string GlobalUsingsIn(Compilation compilation, CancellationToken cancellationToken) => string.Join("\n", compilation.SyntaxTrees
        .SelectMany(tree => tree.GetRoot(cancellationToken) is CompilationUnitSyntax unit ? unit.Usings.Where(IsGlobal) : [])
        .Select(directive => directive.ToString())
        .OrderBy(directive => directive, StringComparer.Ordinal));

    private static bool IsGlobal(UsingDirectiveSyntax directive) => directive.GlobalKeyword.RawKind != 0;
}
