using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.FollowUps;

/// <summary>Puts what follows a fixed migration into a migration that sorts directly after it: one that exists, or a new one.</summary>
internal static class FollowUpWriter
{
    /// <param name="ownChanges">What the fix does to the flagged migration's own document.</param>
    /// <returns>Null when the migration's id and context are not known, or a follow-up has no place beside it.</returns>
    public static async Task<Rewrite?> ApplyAsync(
        FlaggedCall flagged, IReadOnlyList<TextChange> ownChanges, FollowUp followUp, CancellationToken cancellationToken)
    {
        if (MigrationIdentity.Of(flagged.ClassSymbol) is not { } identity || flagged.Class.Parent is TypeDeclarationSyntax)
            return null;

        var solution = flagged.Document.Project.Solution;
        var start = new Rewrite(solution, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>>.Empty);
        var (suffix, existing) = FindPlace(flagged, identity, followUp);
        if (existing is not null)
            return await ExtendAsync(start, flagged, ownChanges, existing, followUp, cancellationToken).ConfigureAwait(false);

        var type = new FollowUpClass(flagged, identity, suffix, followUp);
        // dotnet format lists a document that a fix adds as a Compile item, which the SDK has by its glob already (NETSDK1022).
        if (CommandLine.IsHostOf(solution))
            return start.WithChanges(flagged.Document.Id, flagged.Layout.Text, [.. ownChanges, .. type.InSameFile()]);

        var rewritten = ownChanges.Count == 0 ? start : start.WithChanges(flagged.Document.Id, flagged.Layout.Text, ownChanges);
        var id = DocumentId.CreateNewId(flagged.Document.Project.Id);
        var path = Path.Combine(Path.GetDirectoryName(flagged.Document.FilePath ?? string.Empty) ?? string.Empty, type.FileName);
        return rewritten with
        {
            Solution = rewritten.Solution.AddDocument(
                id, type.FileName, SourceText.From(type.NewFile(), flagged.Layout.Text.Encoding), flagged.Document.Folders, path),
        };
    }

    /// <summary>The first free class name of the purpose, or the follow-up of this very migration that can take more.</summary>
    private static (string Suffix, MethodDeclarationSyntax? Existing) FindPlace(
        FlaggedCall flagged, MigrationIdentity identity, FollowUp followUp)
    {
        for (var number = 1; ; number++)
        {
            var suffix = followUp.Purpose + (number == 1 ? string.Empty : number.ToString(CultureInfo.InvariantCulture));
            var taken = flagged.ClassSymbol.ContainingNamespace.GetTypeMembers(flagged.ClassSymbol.Name + suffix);
            if (taken.IsEmpty)
                return (suffix, null);
            if (followUp.CanBeShared
                && taken is [var type]
                && flagged.Types.IsMigration(type)
                && MigrationIdentity.Of(type)?.Id == FollowUpClass.IdOf(identity, suffix)
                && Method(type, "Up") is { Body: not null } up
                && Method(type, "Down") is { Body: not null })
                return (suffix, up);
        }
    }

    private static async Task<Rewrite?> ExtendAsync(
        Rewrite start, FlaggedCall flagged, IReadOnlyList<TextChange> ownChanges, MethodDeclarationSyntax up, FollowUp followUp,
        CancellationToken cancellationToken)
    {
        if (start.Solution.GetDocument(up.SyntaxTree) is not { } document)
            return null;

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new SourceLayout(text, ((CSharpParseOptions)up.SyntaxTree.Options).LanguageVersion);
        var down = ((TypeDeclarationSyntax)up.Parent!).Members.OfType<MethodDeclarationSyntax>()
            .First(method => method.Identifier.ValueText == "Down");
        TextChange[] additions = [.. AddToUp(up, followUp.Up, layout), .. AddTo(down, followUp.Down, layout)];
        if (document.Id == flagged.Document.Id)
            return start.WithChanges(document.Id, text, [.. ownChanges, .. additions]);

        var rewritten = start.WithChanges(document.Id, text, additions);
        return ownChanges.Count == 0 ? rewritten : rewritten.WithChanges(flagged.Document.Id, flagged.Layout.Text, ownChanges);
    }

    /// <summary>Long statements that let writes through come before every statement with a strong lock.</summary>
    private static IReadOnlyList<TextChange> AddToUp(MethodDeclarationSyntax up, IReadOnlyList<FollowUpStatement> added, SourceLayout layout)
    {
        var edits = new StatementEdits(up.Body!, layout);
        var lastLong = up.Body!.Statements.LastOrDefault(statement => statement.ToString().Contains("VALIDATE CONSTRAINT"));
        var early = Render(up, added.Where(statement => statement.LetsWritesThrough), layout);
        var late = Render(up, added.Where(statement => !statement.LetsWritesThrough), layout);
        if (early.Length > 0 && lastLong is null)
            edits.InsertFirst(early);
        else if (early.Length > 0 && lastLong != up.Body.Statements.Last())
            edits.InsertAfter(lastLong!, early);
        else if (early.Length > 0)
            edits.InsertLast(early);
        if (late.Length > 0)
            edits.InsertLast(late);
        return edits.ToChanges();
    }

    private static IReadOnlyList<TextChange> AddTo(MethodDeclarationSyntax method, IReadOnlyList<FollowUpStatement> added, SourceLayout layout)
    {
        var edits = new StatementEdits(method.Body!, layout);
        var text = Render(method, added, layout);
        if (text.Length > 0)
            edits.InsertLast(text);
        return edits.ToChanges();
    }

    private static string Render(MethodDeclarationSyntax method, IEnumerable<FollowUpStatement> statements, SourceLayout layout)
    {
        var unit = layout.Unit(method);
        var builder = method.ParameterList.Parameters[0].Identifier.Text;
        return string.Join(
            layout.NewLine + layout.NewLine,
            statements.Select(statement => statement.Render(builder, layout.IndentOf(method) + unit, unit, layout)));
    }

    private static MethodDeclarationSyntax? Method(INamedTypeSymbol type, string name) => type.GetMembers(name)
        .OfType<IMethodSymbol>()
        .Where(method => method is { IsOverride: true, Parameters.Length: 1 })
        .SelectMany(method => method.DeclaringSyntaxReferences)
        .Select(reference => reference.GetSyntax())
        .OfType<MethodDeclarationSyntax>()
        .FirstOrDefault();
}
