using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.EntityFrameworkCore;
using PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>The two ways to read an Up, side by side: by syntax, and as the compiler understands it.</summary>
internal static class Readings
{
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Sources", references: MigrationTest.AllReferences, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static readonly EntityFrameworkCoreTypes Types = EntityFrameworkCoreTypes.Find(Empty)!;
    private static readonly ScaffoldedTypes Scaffolded = ScaffoldedTypes.Find(Empty, Types.MigrationBuilder)!;

    /// <summary>Compares every Up and Down that can be read by syntax with what binding yields, and counts them.</summary>
    public static int AssertSame(IReadOnlyList<string> sources, bool onlyIfCompilable = false)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"/0/{i}.cs")).ToList();
        var written = trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(method => method.Modifiers.Any(SyntaxKind.OverrideKeyword) && method.Identifier.ValueText is "Up" or "Down")
            .Select(method => (Method: method, Unit: ScaffoldedReader.Read(method, Scaffolded)))
            .Where(reading => reading.Unit is not null)
            .ToList();
        if (written.Count == 0)
            return 0;

        var compilation = Empty.AddSyntaxTrees(trees);
        if (onlyIfCompilable && compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return 0;
        foreach (var (method, unit) in written)
            Assert.Equal(Render(Bound(method, compilation)), Render(unit!));
        return written.Count;
    }

    public static bool IsReadBySyntax(string source) => CSharpSyntaxTree.ParseText(source).GetRoot()
        .DescendantNodes()
        .OfType<MethodDeclarationSyntax>()
        .Where(method => method.Identifier.ValueText == "Up")
        .All(method => ScaffoldedReader.Read(method, Scaffolded) is not null);

    private static MigrationUnit Bound(MethodDeclarationSyntax method, CSharpCompilation compilation)
    {
        var model = compilation.GetSemanticModel(method.SyntaxTree);
        return MigrationReader.Read(
            model.GetOperation(method)!,
            EntityFrameworkCoreTypes.Find(compilation)!,
            node => compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node),
            model.GetDeclaredSymbol(method)!.ContainingType,
            CancellationToken.None);
    }

    private static string Render(MigrationUnit unit) => string.Join(
        "\n",
        unit.Operations.Select(located => $"{located.Location.SourceSpan} {located.Statement} {located.Transaction} {located.IsInBlock} {located.IsInLoop} {located.Operation}")
            .Concat(unit.NotAnalysed.Select(location => $"{location.SourceSpan} not analysed")));
}
