using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.Model;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>The statements that make a column required by way of a CHECK constraint.</summary>
internal sealed class NotNullProof(TableName table, string column)
{
    private readonly string _alter = $"ALTER TABLE {SqlText.Table(table)}";
    private readonly string _column = SqlText.Identifier(column);
    private readonly string _check = SqlText.Identifier(ConstraintName.NotNullCheck(table.Name, column));

    public string[] Add => [_alter, $"    ADD CONSTRAINT {_check} CHECK ({_column} IS NOT NULL) NOT VALID;"];

    public string Drop => $"{_alter} DROP CONSTRAINT {_check};";

    public FollowUp FollowUp => new(
        FollowUpPurpose.Validate,
        [
            FollowUpStatement.Long($"{_alter} VALIDATE CONSTRAINT {_check};"),
            FollowUpStatement.Instant($"{_alter} ALTER COLUMN {_column} SET NOT NULL;"),
            FollowUpStatement.Instant(Drop),
        ],
        [
            FollowUpStatement.Instant(Add),
            FollowUpStatement.Instant($"{_alter} ALTER COLUMN {_column} DROP NOT NULL;"),
        ]);
}
