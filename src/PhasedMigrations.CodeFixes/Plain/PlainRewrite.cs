using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.Reading;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>Changes to the flagged migration, and what has to follow in a later one.</summary>
internal sealed record PlainPlan(IReadOnlyList<TextChange> Changes, FollowUp? FollowUp);

/// <summary>The ways out that need nothing but EF Core and PostgreSQL.</summary>
internal static class PlainRewrite
{
    public static string Title(string diagnosticId) => diagnosticId switch
    {
        "PHM1001" => "Give existing rows a default, dropped in a follow-up migration",
        "PHM1007" => "Prove it by a CHECK constraint, validated in a follow-up migration",
        "PHM2001" => "Create the index concurrently",
        "PHM2004" => "Run it outside of the transaction",
        "PHM2005" => "Drop an invalid leftover first",
        "PHM2007" => "Write it in a form that PostgreSQL takes",
        "PHM2010" => "Move it to a migration of its own",
        "PHM3006" => "Validate it in a follow-up migration",
        _ => "Add the foreign key NOT VALID, validated in a follow-up migration",
    };

    public static async Task<Rewrite?> TryAsync(FlaggedCall flagged, string diagnosticId, CancellationToken cancellationToken)
    {
        var isSql = flagged.Call.Method == "Sql";
        if (flagged.Up.Block is null
            || !flagged.Layout.StandsAlone(flagged.Call.Statement)
            || (isSql ? SqlRewrite.Plan(flagged, diagnosticId) : Plan(flagged, diagnosticId)) is not { } plan)
            return null;
        if (plan is { Changes.Count: 0, FollowUp: null })
            return null;
        if (plan.FollowUp is not { } followUp)
        {
            return new Rewrite(flagged.Document.Project.Solution, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>>.Empty)
                .WithChanges(flagged.Document.Id, flagged.Layout.Text, plan.Changes);
        }

        // The follow-up runs after all of Up: names must still mean what they mean here.
        return !isSql && OperationOrder.MustRunNow(Footprint.Of(flagged.Call), flagged.Up, flagged.Call.Statement)
            ? null
            : await FollowUpWriter.ApplyAsync(flagged, plan.Changes, followUp, cancellationToken).ConfigureAwait(false);
    }

    private static PlainPlan? Plan(FlaggedCall flagged, string diagnosticId) => (diagnosticId, flagged.Call.Method) switch
    {
        ("PHM1001", "AddColumn") => TemporaryDefault.Plan(flagged),
        ("PHM1007", "AlterColumn") => CheckedNotNull.Plan(flagged),
        ("PHM2001" or "PHM2010", "CreateIndex") => ConcurrentIndex.Plan(flagged),
        ("PHM2007", "CreateIndex") => PlainConcurrentForm.Plan(flagged),
        ("PHM3001", "AddForeignKey") => NotValidForeignKey.Plan(flagged),
        _ => null, // PHM1008: a backfill needs an engine
    };
}
