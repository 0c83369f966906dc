using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A literal of SQL that stood in a local of Up, moved to the one call that uses it, where fixes can take it apart.</summary>
/// <param name="Document">The document after the move.</param>
/// <param name="From">Where the literal stood.</param>
/// <param name="To">Where it begins now.</param>
/// <param name="Changes">To the text before the move.</param>
internal sealed record InlinedSql(Document Document, TextSpan From, int To, ImmutableArray<TextChange> Changes)
{
    /// <summary>Null unless the finding stands in a literal that a local of Up holds for a single argument.</summary>
    public static async Task<InlinedSql?> TryAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || !root.FullSpan.Contains(span)
            || root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is not LocalDeclarationStatementSyntax declaration
            || declaration.Declaration.Variables is not [{ Initializer.Value: LiteralExpressionSyntax literal } variable]
            || !literal.IsKind(SyntaxKind.StringLiteralExpression)
            || declaration.Parent is not BlockSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "Up" } } block
            || SingleUse(variable, block) is not { Parent: ArgumentSyntax argument } use
            || argument.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.Parent != block)
            return null;

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new SourceLayout(text, ((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion);
        if (!layout.StandsAlone(declaration) || !layout.StandsAlone(statement))
            return null;

        var edits = new StatementEdits(block, layout);
        edits.Remove(declaration);
        var comments = string.Concat(SourceLayout.Comments(declaration).Select(comment => layout.IndentOf(statement) + comment + layout.NewLine));
        if (comments.Length > 0)
            edits.Change(new TextChange(new TextSpan(layout.Lines(statement).Start, 0), comments));
        edits.Change(new TextChange(use.Span, literal.ToString()));
        var changes = edits.ToChanges().OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End).ToImmutableArray();
        return new InlinedSql(
            document.WithText(text.WithChanges(changes)), literal.Span, MovedSpan.After(changes, new TextSpan(use.SpanStart, 0)).Start, changes);
    }

    /// <summary>Where a part of the text stands after the move.</summary>
    public TextSpan Moved(TextSpan span) =>
        From.Contains(span) ? new TextSpan(To + span.Start - From.Start, span.Length) : MovedSpan.After(Changes, span);

    private static IdentifierNameSyntax? SingleUse(VariableDeclaratorSyntax variable, BlockSyntax block)
    {
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText
                && name.Parent is not NameColonSyntax && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
            .Take(2)
            .ToArray();
        return uses is [var only] ? only : null;
    }
}
