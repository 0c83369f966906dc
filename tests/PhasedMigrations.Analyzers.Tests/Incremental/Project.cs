using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Analyzers.Tests.Incremental;

/// <summary>A project whose files are edited one by one, as in an IDE: the trees of the others stay the same objects.</summary>
internal sealed class Project
{
    private readonly PhasedMigrationsAnalyzer _analyzer = new();
    private CSharpCompilation _compilation = CSharpCompilation.Create(
        "Project", [], MigrationTest.AllReferences, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>How many units the analyzer has read in all runs so far.</summary>
    public int Reads => _analyzer.Caches.Units.Reads;

    public CSharpCompilation Compilation => _compilation;

    public Project With(string path, string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, path: path, cancellationToken: TestContext.Current.CancellationToken);
        _compilation = _compilation.SyntaxTrees.FirstOrDefault(known => known.FilePath == path) is { } known
            ? _compilation.ReplaceSyntaxTree(known, tree)
            : _compilation.AddSyntaxTrees(tree);
        return this;
    }

    /// <summary>A migration as EF Core scaffolds it: the attributes stand in the Designer part.</summary>
    public Project WithMigration(string name, string timestamp, string up, string usings = "", string members = "", string baseType = "Migration") => this
        .With($"/{timestamp}_{name}.cs", $$"""
            using Microsoft.EntityFrameworkCore.Migrations;
            {{usings}}
            namespace Shop.Migrations;
            public partial class {{name}} : {{baseType}}
            {
                protected override void Up(MigrationBuilder migrationBuilder) { {{up}} }
                {{members}}
            }
            """)
        .With($"/{timestamp}_{name}.Designer.cs", $$"""
            using Microsoft.EntityFrameworkCore.Infrastructure;
            using Microsoft.EntityFrameworkCore.Migrations;
            namespace Shop.Migrations;
            [DbContext(typeof(ShopContext))]
            [Migration("{{timestamp}}_{{name}}")]
            partial class {{name}} { }
            """);

    /// <summary>What the analyzer, which may have seen the project before, says now.</summary>
    public Task<string[]> AnalyzeAsync() => AnalyzeAsync(_analyzer);

    /// <summary>What an analyzer says that has never seen the project.</summary>
    public Task<string[]> AnalyzeAfreshAsync() => AnalyzeAsync(new PhasedMigrationsAnalyzer());

    private async Task<string[]> AnalyzeAsync(PhasedMigrationsAnalyzer analyzer)
    {
        var token = TestContext.Current.CancellationToken;
        var findings = await _compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(analyzer)).GetAnalyzerDiagnosticsAsync(token);
        return [.. findings.Select(finding => finding.ToString()).Order(StringComparer.Ordinal)];
    }
}
