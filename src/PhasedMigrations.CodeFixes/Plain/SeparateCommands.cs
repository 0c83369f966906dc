using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>Gives every statement of a command text a command of its own: the server runs a text of several statements in one transaction.</summary>
internal static class SeparateCommands
{
    public static PlainPlan? Plan(FlaggedSql flagged) =>
        flagged.Sql.Statements.Any(statement => statement is TransactionStatement or SetStatement { IsLocal: true } or UnanalysedStatement)
        || SqlSplit.IntoSuppressedCalls(flagged.Sql, flagged.Flagged.Layout) is not { } changes
            ? null
            : new PlainPlan(changes, FollowUp: null);
}
