using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>A project of migrations outside the test harness: fixed by fix-all in any scope and workspace, and compiled to an assembly.</summary>
internal sealed class MigrationProject
{
    private MigrationProject(Solution solution) => Solution = solution;

    public Solution Solution { get; }

    /// <param name="workspace">The kind; that of <c>dotnet format</c> is <see cref="WorkspaceKind.MSBuild"/>.</param>
    public static MigrationProject Create(
        IEnumerable<(string Path, SourceText Text)> sources, string workspace = WorkspaceKind.Host, int projects = 1, bool withRuntime = true)
    {
        var solution = new AdhocWorkspace(MefHostServices.DefaultHost, workspace).CurrentSolution;
        for (var number = 1; number <= projects; number++)
        {
            var project = ProjectId.CreateNewId();
            solution = solution.AddProject(ProjectInfo.Create(
                project, VersionStamp.Default, $"Shop{number}", $"Shop{number}-{Guid.NewGuid():N}", LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
                parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12),
                metadataReferences: withRuntime ? RuntimeReference.With : RuntimeReference.Without));
            foreach (var (path, text) in sources)
                solution = solution.AddDocument(DocumentId.CreateNewId(project), Path.GetFileName(path), text, filePath: path);
        }

        return new MigrationProject(solution);
    }

    public static MigrationProject Create(MigrationSource source, string workspace = WorkspaceKind.Host, bool withRuntime = true) => Create(
        source.Model.Prepend(source.File).Select(file => (file.Path, SourceText.From(file.Text))), workspace, withRuntime: withRuntime);

    /// <summary>Applies every fix of the kind that is offered.</summary>
    /// <param name="kind">Null is what <c>dotnet format</c> passes when the first diagnostic has no fix.</param>
    /// <param name="ids">The rules, null for all of them: <c>dotnet format</c> takes one at a time.</param>
    public async Task<MigrationProject> FixAllAsync(
        FixKind? kind, FixAllScope scope, CancellationToken cancellationToken, IReadOnlyCollection<string>? ids = null)
    {
        var diagnostics = new Dictionary<ProjectId, ImmutableArray<Diagnostic>>();
        foreach (var project in Solution.Projects)
            diagnostics[project.Id] = [.. (await DiagnosticsAsync(project, cancellationToken)).Where(found => ids is null || ids.Contains(found.Id))];

        var provider = new PhasedMigrationsCodeFixProvider();
        var context = new FixAllContext(
            Solution.Projects.First().Documents.First(), provider, scope, kind?.ToString(), ids ?? provider.FixableDiagnosticIds,
            new KnownDiagnostics(diagnostics), cancellationToken);
        var action = await provider.GetFixAllProvider().GetFixAsync(context);
        if (action is null) return this;
        return new MigrationProject(await ChangedAsync(action, cancellationToken));
    }

    /// <summary>Applies the first fix of the kind that is offered in the first project; null when none is.</summary>
    public async Task<MigrationProject?> FixFirstAsync(FixKind kind, CancellationToken cancellationToken)
    {
        var project = Solution.Projects.First();
        var diagnostics = await DiagnosticsAsync(project, cancellationToken);
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            CodeAction? offered = null;
            var context = new CodeFixContext(
                Solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic,
                (action, _) => offered = action.EquivalenceKey == kind.ToString() ? action : offered, cancellationToken);
            await new PhasedMigrationsCodeFixProvider().RegisterCodeFixesAsync(context);
            if (offered is not null)
                return new MigrationProject(await ChangedAsync(offered, cancellationToken));
        }

        return null;
    }

    /// <summary>The text of every document of a project by its path.</summary>
    public async Task<IReadOnlyDictionary<string, SourceText>> TextsAsync(int project, CancellationToken cancellationToken)
    {
        var texts = new SortedDictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var document in Solution.Projects.ElementAt(project).Documents)
            texts.Add(document.FilePath!, await document.GetTextAsync(cancellationToken));
        return texts;
    }

    /// <summary>Compiles the first project; an error fails the test with the compiler's words.</summary>
    public async Task<System.Reflection.Assembly> CompileAsync(CancellationToken cancellationToken)
    {
        var compilation = await Solution.Projects.First().GetCompilationAsync(cancellationToken);
        using var image = new MemoryStream();
        var result = compilation!.Emit(image, cancellationToken: cancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return System.Reflection.Assembly.Load(image.ToArray());
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken);
        return await compilation!.WithAnalyzers([new PhasedMigrationsAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellationToken);
    }

    private static async Task<Solution> ChangedAsync(CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private sealed class KnownDiagnostics(Dictionary<ProjectId, ImmutableArray<Diagnostic>> byProject) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(byProject[project.Id]);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return byProject[document.Project.Id].Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
