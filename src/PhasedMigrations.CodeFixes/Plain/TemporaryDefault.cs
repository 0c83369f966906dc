using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>
/// A required column comes with a constant default, which is instant since PostgreSQL 11 and serves the code that does not know the
/// column; a later migration takes the default away.
/// </summary>
internal static class TemporaryDefault
{
    public static PlainPlan? Plan(FlaggedCall flagged)
    {
        var call = flagged.Call;
        if (call.Text("name") is not { } column
            || call.Table() is not { } table
            || call.Value("rowVersion").AsBoolean != false
            || ClrDefault.Of(call) is not { } value)
            return null;

        var alter = $"ALTER TABLE {SqlText.Table(table)} ALTER COLUMN {SqlText.Identifier(column)}";
        var drop = FollowUpStatement.Instant($"{alter} DROP DEFAULT;") with
        {
            Comments = ["Deploy this after the code that does not know the column is gone: until then its inserts rely on the default."],
        };
        return new PlainPlan(
            [ArgumentText.Set(call, value.Parameter, value.Source, after: "nullable", flagged.Layout), .. Usings(flagged, value)],
            new FollowUp(FollowUpPurpose.DropDefaults, [drop], [FollowUpStatement.Instant($"{alter} SET DEFAULT {value.Sql};")]));
    }

    private static IEnumerable<Microsoft.CodeAnalysis.Text.TextChange> Usings(FlaggedCall flagged, ClrDefault value) =>
        value.SystemType is { } name && flagged.Model.LookupNamespacesAndTypes(flagged.Call.Statement.SpanStart, name: name).IsEmpty
            ? UsingDirectives.Add(flagged.Root, ["System"], flagged.Layout)
            : [];
}
