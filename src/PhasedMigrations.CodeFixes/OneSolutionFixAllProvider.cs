using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes;

/// <summary>
/// Applies one fix after the other to one solution, each to the text that the one before left, so that the result is that of fixing
/// by hand from top to bottom. Roslyn's own providers work on documents apart from each other and drop those that a fix adds.
/// </summary>
internal sealed class OneSolutionFixAllProvider : FixAllProvider
{
    public static readonly OneSolutionFixAllProvider Instance = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var kinds = Kinds(fixAllContext);
        var pending = await PendingAsync(fixAllContext).ConfigureAwait(false);
        if (pending.Count == 0 || kinds.Length == 0)
            return null;
        var title = kinds is [FixKind.Plain] ? "Fix all of them without the runtime" : "Run all of them as phased migrations";
        return CodeAction.Create(
            title, cancellationToken => FixAsync(fixAllContext.Solution, pending, kinds, cancellationToken), fixAllContext.CodeActionEquivalenceKey);
    }

    /// <summary>
    /// What the user chose. From the command line nobody chooses: <c>dotnet format</c> passes the key of the first action of any one
    /// diagnostic, or none, so every call gets the best fix it has.
    /// </summary>
    private static FixKind[] Kinds(FixAllContext context)
    {
        if (context.CodeActionEquivalenceKey is null || CommandLine.IsHostOf(context.Solution))
            return [FixKind.Phased, FixKind.Plain];
        return Enum.TryParse<FixKind>(context.CodeActionEquivalenceKey, out var kind) ? [kind] : [];
    }

    private static async Task<List<Pending>> PendingAsync(FixAllContext context)
    {
        IEnumerable<Document> documents = context.Scope switch
        {
            FixAllScope.Document => context.Document is { } document ? [document] : [],
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.Where(project => project.Language == LanguageNames.CSharp).SelectMany(project => project.Documents),
        };

        var pending = new List<Pending>();
        foreach (var document in documents)
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            pending.AddRange(diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => new Pending(document.Id, diagnostic.Id, diagnostic.Location.SourceSpan)));
        }

        return pending;
    }

    private static async Task<Solution> FixAsync(Solution solution, List<Pending> pending, FixKind[] kinds, CancellationToken cancellationToken)
    {
        var left = new Queue<Pending>(pending);
        while (left.Count > 0)
        {
            if (await FixAsync(solution, left.Dequeue(), kinds, cancellationToken).ConfigureAwait(false) is not { } rewrite)
                continue;

            solution = rewrite.Solution;
            left = new Queue<Pending>(left.Select(other => rewrite.Changes.TryGetValue(other.Document, out var changes)
                ? other with { Span = Moved(other.Span, changes) }
                : other));
        }

        return solution;
    }

    private static async Task<Rewrite?> FixAsync(Solution solution, Pending pending, FixKind[] kinds, CancellationToken cancellationToken)
    {
        if (solution.GetDocument(pending.Document) is not { } document)
            return null;
        foreach (var kind in kinds)
        {
            if (await Rewrite.TryAsync(document, pending.DiagnosticId, pending.Span, kind, cancellationToken).ConfigureAwait(false) is { } rewrite)
                return rewrite;
        }

        return null;
    }

    /// <summary>Where a call stands after changes that touch its surroundings, but never the call itself.</summary>
    private static TextSpan Moved(TextSpan span, ImmutableArray<TextChange> changes) => new(
        span.Start + changes.Where(change => change.Span.End <= span.Start).Sum(change => change.NewText!.Length - change.Span.Length),
        span.Length);

    private sealed record Pending(DocumentId Document, string DiagnosticId, TextSpan Span);
}
