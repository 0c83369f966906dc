using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>The call that a diagnostic points at, and the migration around it.</summary>
internal sealed record FlaggedCall(
    Document Document,
    SemanticModel Model,
    SourceLayout Layout,
    EntityFrameworkCoreTypes Types,
    TypeDeclarationSyntax Class,
    INamedTypeSymbol ClassSymbol,
    MigrationMethod Up,
    MigrationMethod? Down,
    BuilderCall Call,
    TextSpan Span)
{
    public CompilationUnitSyntax Root => (CompilationUnitSyntax)Class.SyntaxTree.GetRoot();

    /// <summary>
    /// Null unless the call is a statement of its own, directly in the block of a migration's Up: inside a loop, a condition, a helper
    /// or another expression, one call may stand for several operations or for none.
    /// </summary>
    public static async Task<FlaggedCall?> FindAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null || EntityFrameworkCoreTypes.Find(model.Compilation) is not { } types || !root.FullSpan.Contains(span))
            return null;

        var statement = root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>();
        if (statement?.Parent is not BlockSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "Up", Parent: TypeDeclarationSyntax type } method }
            || method.ParameterList.Parameters.Count != 1
            || model.GetDeclaredSymbol(type, cancellationToken) is not { } symbol
            || !types.IsMigration(symbol))
            return null;

        var up = new MigrationMethod(method, model, types, cancellationToken);
        if (up.CallIn(statement) is not { } call || !call.Invocation.Span.IntersectsWith(span))
            return null;

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return new FlaggedCall(
            document, model, new SourceLayout(text, ((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion),
            types, type, symbol, up, FindDown(type, model, types, cancellationToken), call, span);
    }

    private static MigrationMethod? FindDown(
        TypeDeclarationSyntax type, SemanticModel model, EntityFrameworkCoreTypes types, CancellationToken cancellationToken)
    {
        var down = type.Members.OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(method => method.Identifier.ValueText == "Down" && method.ParameterList.Parameters.Count == 1);
        return down is null ? null : new MigrationMethod(down, model, types, cancellationToken);
    }
}
