using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

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
        var left = pending;
        for (var index = 0; index < left.Count;)
        {
            var (current, next) = (left[index], index + 1);
            if (await FixAsync(solution, current, kinds, cancellationToken).ConfigureAwait(false) is not { } rewrite)
            {
                index = next;
                continue;
            }

            // What stood in the way of an earlier one in the same migration may be gone now.
            solution = rewrite.Solution;
            left = [.. left.Where(other => other != current).Select(other => After(rewrite, other)).OfType<Pending>()];
            var first = left.FindIndex(other => other.Document == current.Document);
            index = first < 0 ? Math.Min(index, left.Count) : Math.Min(index, first);
        }

        return solution;
    }

    /// <summary>Null when the fix of one call has changed the words of another finding.</summary>
    private static Pending? After(Rewrite rewrite, Pending other)
    {
        if (rewrite.Inlined is { } inlined && inlined.Document.Id == other.Document)
            other = other with { Span = inlined.Moved(other.Span) };
        if (!rewrite.Changes.TryGetValue(other.Document, out var changes))
            return other;
        return changes.Any(change => change.Span.Length > 0 && change.Span.Contains(other.Span)) ? null : other with { Span = MovedSpan.After(changes, other.Span) };
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

    private sealed record Pending(DocumentId Document, string DiagnosticId, TextSpan Span);
}
