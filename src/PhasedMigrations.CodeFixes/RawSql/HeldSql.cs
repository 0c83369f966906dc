using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A literal of SQL that a local of Up or a field holds, and the only place that uses it.</summary>
/// <param name="Declaration">The statement or the member, which declares nothing else.</param>
internal sealed record HeldSql(SyntaxNode Declaration, LiteralExpressionSyntax Literal, ExpressionSyntax Use)
{
    /// <summary>Null unless the finding stands in such a literal.</summary>
    public static async Task<HeldSql?> OfAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || !root.FullSpan.Contains(span)
            || root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<VariableDeclarationSyntax>() is not { Parent: { } declaration } declared
            || declared.Variables is not [{ Initializer.Value: LiteralExpressionSyntax literal } variable]
            || !literal.IsKind(SyntaxKind.StringLiteralExpression))
            return null;

        var use = declaration switch
        {
            LocalDeclarationStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "Up" } } block } =>
                UseOfLocal(variable, block),
            FieldDeclarationSyntax field when NeverChanges(field) => await UseOfFieldAsync(document, root, variable, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
        return use is null ? null : new HeldSql(declaration, literal, use);
    }

    private static IdentifierNameSyntax? UseOfLocal(VariableDeclaratorSyntax variable, BlockSyntax block)
    {
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText
                && name.Parent is not NameColonSyntax && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
            .Take(2)
            .ToArray();
        return uses is [var only] ? only : null;
    }

    /// <summary>A constant or a static readonly field of this project alone. What is documented or has attributes is there for more than one call.</summary>
    private static bool NeverChanges(FieldDeclarationSyntax field) =>
        (field.Modifiers.Any(SyntaxKind.ConstKeyword) || (field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)))
        && !field.Modifiers.Any(SyntaxKind.PublicKeyword)
        && !field.Modifiers.Any(SyntaxKind.ProtectedKeyword)
        && field.AttributeLists.Count == 0
        && !field.GetLeadingTrivia().Any(trivia => trivia.HasStructure);

    /// <summary>A field can be used in every file of the solution.</summary>
    private static async Task<ExpressionSyntax?> UseOfFieldAsync(
        Document document, SyntaxNode root, VariableDeclaratorSyntax variable, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (model?.GetDeclaredSymbol(variable, cancellationToken) is not { } field)
            return null;

        var found = await SymbolFinder.FindReferencesAsync(field, document.Project.Solution, cancellationToken).ConfigureAwait(false);
        if (found.SelectMany(symbol => symbol.Locations).ToArray() is not [{ IsImplicit: false } only]
            || only.Document.Id != document.Id
            || root.FindNode(only.Location.SourceSpan, getInnermostNodeForTie: true) is not IdentifierNameSyntax name)
            return null;
        return name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
    }
}
