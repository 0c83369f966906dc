using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.History;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.SqlStrings;
using PhasedMigrations.Rules;

namespace PhasedMigrations;

/// <summary>The analysis of SQL in application code, file by file.</summary>
internal sealed class SqlStringAnalysis
{
    private readonly Compilation _compilation;
    private readonly Lazy<SqlStringFrontEnd?> _sqlStrings;
    private readonly Lazy<IReadOnlyList<FrontEnd>> _frontEnds;
    private readonly ConfigurationCheck _configuration;
    private readonly SetUpCode _setUpCode;
    private readonly FindingOwners _owners = new();

    public SqlStringAnalysis(
        Compilation compilation, Lazy<SqlStringFrontEnd?> sqlStrings, Lazy<IReadOnlyList<FrontEnd>> frontEnds, ConfigurationCheck configuration)
    {
        _compilation = compilation;
        _sqlStrings = sqlStrings;
        _frontEnds = frontEnds;
        _configuration = configuration;
        _setUpCode = new SetUpCode(compilation, IsMigration);
    }

    /// <summary>A failure of ours is one warning in the file, never the end of the analyzer.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A crash guard catches whatever there is; it reports what it caught.")]
    public void AnalyzeFile(SemanticModelAnalysisContext context)
    {
        var file = context.SemanticModel.SyntaxTree;
        if (MigrationFiles.IsModel(file) || !SqlCallSites.MayBeIn(file, context.CancellationToken) || _sqlStrings.Value is not { } sqlStrings)
            return;

        IReadOnlyList<SyntaxNode> callSites = [];
        try
        {
            callSites = sqlStrings.CallSitesIn(file, IsMigration, context.CancellationToken);
            if (callSites.Count > 0)
                Check(sqlStrings, callSites, context);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.AnalysisFailed,
                Location.Create(file, callSites.Count > 0 ? callSites[0].Span : default),
                Path.GetFileName(file.FilePath),
                CrashReport.Of(failure)));
        }
    }

    private void Check(SqlStringFrontEnd sqlStrings, IReadOnlyList<SyntaxNode> callSites, SemanticModelAnalysisContext context)
    {
        var file = context.SemanticModel.SyntaxTree;
        var options = _configuration.OptionsOf(context);
        var units = sqlStrings.Read(
            callSites, context.SemanticModel, node => Bind(node, context.CancellationToken), options.Dialect, context.CancellationToken);
        foreach (var finding in units.SelectMany(unit => UnitCheck.Run(unit, SchemaOf(unit, context.CancellationToken), options)))
        {
            if (_owners.Owns(file, finding))
                context.ReportDiagnostic(finding);
        }
    }

    private UnitSchema SchemaOf(MigrationUnit unit, CancellationToken cancellationToken) => unit.Kind == UnitKind.Command && !unit.Operations.IsEmpty
        ? new UnitSchema(() => Schema.Empty, () => null, () => UnitSchema.InSameRun(UnitSchema.NewRun, _setUpCode.Tables(cancellationToken)))
        : new UnitSchema();

    /// <summary>What stands in a migration class is read with it.</summary>
    private bool IsMigration(SyntaxNode node) =>
        node is ClassDeclarationSyntax declaration && _frontEnds.Value.Any(frontEnd => frontEnd.MayDeclare(declaration));

    /// <summary>Designer files and snapshots are never bound: that would cost more than everything else together.</summary>
    [SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1030", Justification = "A constant can stand in any file; the analyzer driver hands out its cached models here.")]
    private IOperation? Bind(SyntaxNode node, CancellationToken cancellationToken) =>
        _compilation.ContainsSyntaxTree(node.SyntaxTree) && !MigrationFiles.IsModel(node.SyntaxTree)
            ? _compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, cancellationToken)
            : null;
}
