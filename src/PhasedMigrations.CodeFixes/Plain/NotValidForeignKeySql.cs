using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>A foreign key of raw SQL is added NOT VALID, and validated in a later transaction.</summary>
internal static class NotValidForeignKeySql
{
    public static PlainPlan? Plan(FlaggedSql flagged)
    {
        if (flagged.Statement is not AlterTableStatement { Table: { } table } alter
            || flagged.ForeignKeyOf(alter) is not { Constraint: ForeignKeyConstraint { Name: { } name } key } action
            || flagged.Sql.Literal?.Change(SqlEdit.Insert(action.Span.End, " NOT VALID")) is not { } notValid
            || OperationOrder.MustRunNow(
                SqlFootprint.Of(alter, key), flagged.Flagged.Up, flagged.Flagged.Call.Statement, flagged.Sql.TextAfter(flagged.Index)))
            return null;

        var ifExists = alter.IfExists ? "IF EXISTS " : string.Empty;
        return new PlainPlan([notValid], new FollowUp(
            FollowUpPurpose.Validate,
            [FollowUpStatement.Long($"ALTER TABLE {ifExists}{SqlText.Table(table)} VALIDATE CONSTRAINT {SqlText.Identifier(name)};")],
            []));
    }
}
