using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A literal of SQL that stood in a local of Up or in a field, moved to the one call that uses it, where fixes can take it apart.</summary>
/// <param name="Document">The document after the move.</param>
/// <param name="From">Where the literal stood.</param>
/// <param name="To">Where it begins now.</param>
/// <param name="Literal">What of the literal is written differently now: the indentation of its lines.</param>
/// <param name="Changes">To the text before the move.</param>
internal sealed record InlinedSql(
    Document Document, TextSpan From, int To, ImmutableArray<TextChange> Literal, ImmutableArray<TextChange> Changes)
{
    /// <summary>Null unless the finding stands in a literal that is held for a single argument of a call in Up.</summary>
    public static async Task<InlinedSql?> TryAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        if (await HeldSql.OfAsync(document, span, cancellationToken).ConfigureAwait(false) is not { Use.Parent: ArgumentSyntax argument } held
            || argument.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "Up" } } block } statement
            || (held.Declaration is LocalDeclarationStatementSyntax local && local.Parent != block))
            return null;

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new SourceLayout(text, ((CSharpParseOptions)block.SyntaxTree.Options).LanguageVersion);
        if (!layout.StandsAlone(held.Declaration) || !layout.StandsAlone(statement))
            return null;

        var edits = new StatementEdits(block, layout);
        if (held.Declaration is StatementSyntax declaration)
            edits.Remove(declaration);
        else
            edits.Change(new TextChange(layout.Removed((MemberDeclarationSyntax)held.Declaration), string.Empty));
        var comments = string.Concat(SourceLayout.Comments(held.Declaration).Select(comment => layout.IndentOf(statement) + comment + layout.NewLine));
        if (comments.Length > 0)
            edits.Change(new TextChange(new TextSpan(layout.Lines(statement).Start, 0), comments));
        var indentation = Indentation(held, statement, layout);
        edits.Change(new TextChange(held.Use.Span, layout.Changed(held.Literal.Span, [.. indentation])));
        var changes = edits.ToChanges().OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End).ToImmutableArray();
        return new InlinedSql(
            document.WithText(text.WithChanges(changes)),
            held.Literal.Span,
            MovedSpan.After(changes, new TextSpan(held.Use.SpanStart, 0)).Start,
            indentation,
            changes);
    }

    /// <summary>Where a part of the text stands after the move.</summary>
    public TextSpan Moved(TextSpan span)
    {
        if (!From.Contains(span))
            return MovedSpan.After(Changes, span);
        var start = Indented(span.Start);
        return TextSpan.FromBounds(start, Indented(span.End));
    }

    private int Indented(int place) => To + MovedSpan.After(Literal, new TextSpan(place, 0)).Start - From.Start;

    /// <summary>The lines of a raw string move in with the statement that they come to stand in: what they say stays the same.</summary>
    private static ImmutableArray<TextChange> Indentation(HeldSql held, StatementSyntax statement, SourceLayout layout)
    {
        var (from, to) = (layout.IndentOf(held.Declaration), layout.IndentOf(statement));
        if (!held.Literal.Token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken) || from == to || !to.StartsWith(from, StringComparison.Ordinal))
            return ImmutableArray<TextChange>.Empty;

        var first = layout.Text.Lines.GetLineFromPosition(held.Literal.SpanStart).LineNumber;
        var last = layout.Text.Lines.GetLineFromPosition(held.Literal.Span.End).LineNumber;
        return Enumerable.Range(first + 1, last - first)
            .Select(number => layout.Text.Lines[number])
            .Where(line => line.End > line.Start)
            .Select(line => new TextChange(new TextSpan(line.Start, 0), to.Substring(from.Length)))
            .ToImmutableArray();
    }
}
