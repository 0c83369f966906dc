using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.History;
using PhasedMigrations.Options;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers.EntityFrameworkCore;
using PhasedMigrations.Rules;

namespace PhasedMigrations;

/// <summary>Reads every migration of the compilation and lets each rule look at each of its operations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PhasedMigrationsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Catalog.Rules.Select(rule => rule.Descriptor).ToImmutableArray();

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        // Most migration folders are marked as generated code; the migrations in them run all the same.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (EntityFrameworkCoreTypes.Find(start.Compilation) is { } types)
                start.RegisterSemanticModelAction(file => AnalyzeFile(file, types));
        });
    }

    private static void AnalyzeFile(SemanticModelAnalysisContext context, EntityFrameworkCoreTypes types)
    {
        var tree = context.SemanticModel.SyntaxTree;
        if (MigrationFiles.IsModel(tree))
            return;

        var options = AnalysisOptions.From(context.Options.AnalyzerConfigOptionsProvider.GetOptions(tree));
        var root = tree.GetRoot(context.CancellationToken);
        foreach (var up in MigrationFiles.MethodsNamed("Up", root))
            AnalyzeMethod(context, up, types, options);
        if (options.AnalyzeDown)
        {
            foreach (var down in MigrationFiles.MethodsNamed("Down", root))
                AnalyzeMethod(context, down, types, options);
        }
    }

    private static void AnalyzeMethod(
        SemanticModelAnalysisContext context, MethodDeclarationSyntax syntax, EntityFrameworkCoreTypes types, AnalysisOptions options)
    {
        var model = context.SemanticModel;
        if (model.GetDeclaredSymbol(syntax, context.CancellationToken) is not { IsOverride: true } method
            || !types.IsMigration(method.ContainingType)
            || model.GetOperation(syntax, context.CancellationToken) is not { } body)
            return;

        var operations = MigrationReader.Read(body, types, BindIn(model), context.CancellationToken);
        Check(operations, options, context.ReportDiagnostic);
    }

    private static void Check(ImmutableArray<LocatedOperation> operations, AnalysisOptions options, Action<Diagnostic> report)
    {
        var history = new UnitHistory();
        foreach (var (operation, location) in operations)
        {
            var impact = ImpactPrediction.Of(operation);
            foreach (var rule in Catalog.Rules)
            {
                rule.Check(operation, new RuleContext(history, options, impact, arguments =>
                    report(Diagnostic.Create(rule.Descriptor, location, arguments))));
            }

            history.Apply(operation);
        }
    }

    private static Func<SyntaxNode, IOperation?> BindIn(SemanticModel model) =>
        node => node.SyntaxTree == model.SyntaxTree ? model.GetOperation(node) : null;
}
