using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PhasedMigrations.CodeFixes.Plain;
using PhasedMigrations.Rules;

namespace PhasedMigrations.CodeFixes;

/// <summary>Offers, for each hazard, the phased rewrite where the runtime is referenced, and the plain one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PhasedMigrationsCodeFixProvider))]
[Shared]
public sealed class PhasedMigrationsCodeFixProvider : CodeFixProvider
{
    private const string PhasedTitle = "Run it as a phased migration";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        Descriptors.RequiredColumnWithoutDefault.Id,
        Descriptors.SetNotNullScan.Id,
        Descriptors.HiddenFullTableUpdate.Id,
        Descriptors.IndexBlocksWrites.Id,
        Descriptors.ConcurrentInTransaction.Id,
        Descriptors.IndexUnlessExists.Id,
        Descriptors.ImpossibleConcurrentForm.Id,
        Descriptors.NonTransactionalShared.Id,
        Descriptors.ForeignKeyValidatedUnderLock.Id,
        Descriptors.ValidatedUnderLock.Id,
        Descriptors.UnbatchedChange.Id,
        Descriptors.ChangeUnderSchemaLock.Id,
        Descriptors.LoopInOneTransaction.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => OneSolutionFixAllProvider.Instance;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
            {
                var rewrite = await Rewrite.TryAsync(
                    context.Document, diagnostic.Id, diagnostic.Location.SourceSpan, kind, context.CancellationToken).ConfigureAwait(false);
                if (rewrite is null)
                    continue;

                var title = kind == FixKind.Phased ? PhasedTitle : PlainRewrite.Title(diagnostic.Id);
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(rewrite.Solution), kind.ToString()), diagnostic);
            }
        }
    }
}
