using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.Reading;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>NOT VALID checks new rows at once and reads no old one; VALIDATE reads them later under a lock that writers pass.</summary>
internal static class NotValidForeignKey
{
    public static PlainPlan? Plan(FlaggedCall flagged)
    {
        var call = flagged.Call;
        if (call.Annotations.Count > 0
            || call.Text("name") is not { } name
            || call.Table() is not { } table
            || call.Table("principalTable", "principalSchema") is not { } principal
            || call.Names("column", "columns") is not { } columns
            || Action(call, "onUpdate", "ON UPDATE") is not { } onUpdate
            || Action(call, "onDelete", "ON DELETE") is not { } onDelete)
            return null;

        var references = SqlText.Table(principal);
        if (call.IsGiven("principalColumn") || call.IsGiven("principalColumns"))
        {
            if (call.Names("principalColumn", "principalColumns") is not { } principalColumns)
                return null;
            references += " " + SqlText.Columns(principalColumns);
        }

        var alter = $"ALTER TABLE {SqlText.Table(table)}";
        var constraint = SqlText.Identifier(name);
        string[] add =
        [
            alter,
            $"    ADD CONSTRAINT {constraint} FOREIGN KEY {SqlText.Columns(columns)}",
            $"    REFERENCES {references}{onUpdate}{onDelete} NOT VALID;",
        ];
        return new PlainPlan(
            [SqlReplacement.Of(call, add, flagged.Up, flagged.Layout)],
            new FollowUp(FollowUpPurpose.Validate, [FollowUpStatement.Long($"{alter} VALIDATE CONSTRAINT {constraint};")], []));
    }

    private static string? Action(BuilderCall call, string parameter, string clause) => ReferentialActions.Name(call, parameter) switch
    {
        "NoAction" => string.Empty,
        "Restrict" => $" {clause} RESTRICT",
        "Cascade" => $" {clause} CASCADE",
        "SetNull" => $" {clause} SET NULL",
        "SetDefault" => $" {clause} SET DEFAULT",
        _ => null,
    };
}
