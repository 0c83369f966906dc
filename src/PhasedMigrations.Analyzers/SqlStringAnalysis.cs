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
/// <param name="frontEnds">Who reads migration classes: what stands in them is read there.</param>
internal sealed class SqlStringAnalysis(Compilation compilation, SqlStringFrontEnd sqlStrings, IReadOnlyList<FrontEnd> frontEnds, ConfigurationCheck configuration)
{
    private readonly FindingOwners _owners = new();

    /// <summary>A failure of ours is one warning in the file, never the end of the analyzer.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A crash guard catches whatever there is; it reports what it caught.")]
    public void AnalyzeFile(SemanticModelAnalysisContext context)
    {
        var file = context.SemanticModel.SyntaxTree;
        if (MigrationFiles.IsModel(file))
            return;

        IReadOnlyList<SyntaxNode> callSites = [];
        try
        {
            callSites = sqlStrings.CallSitesIn(file, IsMigration, context.CancellationToken);
            if (callSites.Count > 0)
                Check(callSites, context);
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

    private void Check(IReadOnlyList<SyntaxNode> callSites, SemanticModelAnalysisContext context)
    {
        var file = context.SemanticModel.SyntaxTree;
        var options = configuration.OptionsOf(context);
        var units = sqlStrings.Read(
            callSites, context.SemanticModel, node => Bind(node, context.CancellationToken), options.Dialect, context.CancellationToken);
        foreach (var finding in units.SelectMany(unit => UnitCheck.Run(unit, new UnitSchema(), options)))
        {
            if (_owners.Owns(file, finding))
                context.ReportDiagnostic(finding);
        }
    }

    private bool IsMigration(SyntaxNode node) =>
        node is ClassDeclarationSyntax declaration && frontEnds.Any(frontEnd => frontEnd.MayDeclare(declaration));

    /// <summary>Designer files and snapshots are never bound: that would cost more than everything else together.</summary>
    [SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1030", Justification = "A constant can stand in any file; the analyzer driver hands out its cached models here.")]
    private IOperation? Bind(SyntaxNode node, CancellationToken cancellationToken) =>
        compilation.ContainsSyntaxTree(node.SyntaxTree) && !MigrationFiles.IsModel(node.SyntaxTree)
            ? compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, cancellationToken)
            : null;
}
