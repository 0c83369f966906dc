using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.FluentMigrator;
using PhasedMigrations.CodeFixes.Phased;
using PhasedMigrations.CodeFixes.Plain;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Rules;

namespace PhasedMigrations.CodeFixes;

/// <summary>A solution with one diagnostic fixed, and what changed in the documents that were there before.</summary>
internal sealed record Rewrite(Solution Solution, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>> Changes)
{
    /// <summary>SQL that had to be moved before it could be changed; <see cref="Changes"/> are to the text after that.</summary>
    public InlinedSql? Inlined { get; private init; }

    /// <summary>Null when this kind of fix cannot be offered for the diagnostic.</summary>
    public static async Task<Rewrite?> TryAsync(
        Document document, string diagnosticId, TextSpan span, FixKind kind, CancellationToken cancellationToken) =>
        await InlinedSql.TryAsync(document, span, cancellationToken).ConfigureAwait(false) is not { } inlined
            ? await TryInPlaceAsync(document, diagnosticId, span, kind, cancellationToken).ConfigureAwait(false)
            : await TryInPlaceAsync(inlined.Document, diagnosticId, inlined.Moved(span), kind, cancellationToken).ConfigureAwait(false) is { } rewrite
                ? rewrite with { Inlined = inlined }
                : null;

    private static async Task<Rewrite?> TryInPlaceAsync(
        Document document, string diagnosticId, TextSpan span, FixKind kind, CancellationToken cancellationToken)
    {
        if (await FlaggedCall.FindAsync(document, span, cancellationToken).ConfigureAwait(false) is not { } flagged)
        {
            return kind == FixKind.Plain && diagnosticId == Descriptors.ConcurrentInTransaction.Id
                ? await FluentOutsideTransaction.TryAsync(document, span, cancellationToken).ConfigureAwait(false)
                : null;
        }

        if (kind == FixKind.Plain)
            return await PlainRewrite.TryAsync(flagged, diagnosticId, cancellationToken).ConfigureAwait(false);

        return PhasedRewrite.Plan(flagged, diagnosticId) is { } changes
            ? new Rewrite(document.Project.Solution, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>>.Empty)
                .WithChanges(document.Id, flagged.Layout.Text, changes)
            : null;
    }

    /// <summary>Applies changes to a document; encoding and byte order mark stay as they are.</summary>
    public Rewrite WithChanges(DocumentId document, SourceText text, IEnumerable<TextChange> changes)
    {
        var ordered = changes.OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End).ToImmutableArray();
        return new Rewrite(Solution.WithDocumentText(document, text.WithChanges(ordered)), Changes.SetItem(document, ordered));
    }
}
