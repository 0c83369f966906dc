using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.Incremental;
using PhasedMigrations.Rules;

namespace PhasedMigrations;

/// <summary>The analysis of one compilation: finds its migrations file by file, reads them and runs the rules.</summary>
internal sealed class MigrationAnalysis
{
    private readonly Compilation _compilation;
    private readonly Lazy<IReadOnlyList<FrontEnd>> _frontEnds;
    private readonly FindingOwners _owners = new();
    private readonly UnitReadings _ups;
    private readonly MigrationTimelines _timelines;
    private readonly ConfigurationCheck _configuration;

    /// <param name="files">The additional files, which migrations can run.</param>
    public MigrationAnalysis(
        Compilation compilation,
        Lazy<IReadOnlyList<FrontEnd>> frontEnds,
        ConfigurationCheck configuration,
        ImmutableArray<AdditionalText> files,
        AnalysisCaches caches)
    {
        _compilation = compilation;
        _frontEnds = frontEnds;
        _configuration = configuration;
        var terms = new Lazy<CompilationTerms>(() => CompilationTerms.Of(compilation, files, CancellationToken.None));
        _ups = new UnitReadings((migration, token) => caches.Units.UnitOf(migration, terms, () => Read(migration, "Up", token), token));
        _timelines = new MigrationTimelines(MigrationOf, _ups.Of, caches.Models);
    }

    public void AnalyzeFile(SemanticModelAnalysisContext context)
    {
        var tree = context.SemanticModel.SyntaxTree;
        if (MigrationFiles.IsModel(tree))
            return;

        AnalysisOptions? options = null;
        foreach (var declaration in MigrationFiles.DerivedClassesIn(tree.GetRoot(context.CancellationToken)))
        {
            if (!_frontEnds.Value.Any(frontEnd => frontEnd.MayDeclare(declaration)))
                continue;

            options ??= _configuration.OptionsOf(context);
            AnalyzeGuarded(declaration, options, context);
        }
    }

    /// <summary>A failure of ours is one warning at the class, never the end of the analyzer.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A crash guard catches whatever there is; it reports what it caught.")]
    private void AnalyzeGuarded(ClassDeclarationSyntax declaration, AnalysisOptions options, SemanticModelAnalysisContext context)
    {
        try
        {
            Analyze(declaration, options, context);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.AnalysisFailed, declaration.Identifier.GetLocation(), declaration.Identifier.ValueText, CrashReport.Of(failure)));
        }
    }

    private void Analyze(ClassDeclarationSyntax declaration, AnalysisOptions options, SemanticModelAnalysisContext context)
    {
        var token = context.CancellationToken;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, token) is not INamedTypeSymbol symbol
            || MigrationOf(symbol, token) is not { } migration
            || migration.HasRunAlready(options)
            || !RunsOnPostgreSql(migration, options, token))
            return;

        Check(migration, "Up", declaration, options, context);
        if (options.AnalyzeDown)
            Check(migration, "Down", declaration, options, context);
    }

    private Migration? MigrationOf(INamedTypeSymbol symbol, CancellationToken cancellationToken) =>
        _frontEnds.Value.Select(frontEnd => frontEnd.MigrationOf(symbol, cancellationToken)).FirstOrDefault(migration => migration is not null);

    private static bool RunsOnPostgreSql(Migration migration, AnalysisOptions options, CancellationToken cancellationToken) =>
        options.Dialect is { } chosen ? chosen == Dialect.PostgreSql : migration.RunsOnPostgreSql(cancellationToken);

    private void Check(
        Migration migration,
        string methodName,
        ClassDeclarationSyntax declaration,
        AnalysisOptions options,
        SemanticModelAnalysisContext context)
    {
        if (migration.MethodThatRuns(methodName) is not { } method || !migration.IsReadWith(declaration, method))
            return;

        var token = context.CancellationToken;
        var isUp = methodName == "Up";
        var unit = isUp ? _ups.Of(migration, token) : Read(migration, methodName, token);
        foreach (var finding in UnitCheck.Run(unit, isUp ? SchemaBefore(migration, token) : new UnitSchema(), options, TermsOf(migration, options)))
        {
            if (_owners.Owns(declaration.SyntaxTree, finding))
                context.ReportDiagnostic(finding);
        }
    }

    private static RuleTerms TermsOf(Migration migration, AnalysisOptions options) =>
        new(options.Rules, last => migration.HasRunAlready(options with { StartAfter = last }));

    private MigrationUnit Read(Migration migration, string methodName, CancellationToken cancellationToken)
    {
        if (migration.MethodThatRuns(methodName) is not { } method || !IsRead(method.SyntaxTree))
            return MigrationUnit.Empty(migration.Kind);
        if (migration.ReadAsWritten(method) is { } unit)
            return unit;
        return Bind(method, cancellationToken) is { } body
            ? migration.Read(body, node => Bind(node, cancellationToken), cancellationToken)
            : MigrationUnit.Empty(migration.Kind);
    }

    private UnitSchema SchemaBefore(Migration migration, CancellationToken cancellationToken) =>
        new(() => _timelines.Before(migration, cancellationToken), () => _timelines.ModelBefore(migration, cancellationToken), () => UnitSchema.NewRun);

    /// <summary>Designer files and snapshots are never bound: that would cost more than everything else together.</summary>
    [SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1030", Justification = "A helper method can stand in any file; the analyzer driver hands out its cached models here.")]
    private IOperation? Bind(SyntaxNode node, CancellationToken cancellationToken) =>
        IsRead(node.SyntaxTree) ? _compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, cancellationToken) : null;

    private bool IsRead(SyntaxTree tree) => _compilation.ContainsSyntaxTree(tree) && !MigrationFiles.IsModel(tree);
}
