using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>The plain ways out for a statement of raw SQL. Each of them says itself whether it may run after the migration.</summary>
internal static class SqlRewrite
{
    public static PlainPlan? Plan(FlaggedCall flagged, string diagnosticId) => FlaggedSql.Of(flagged) is { } sql
        ? (diagnosticId, sql.Statement) switch
        {
            ("PHM1007", AlterTableStatement) => CheckedNotNullSql.Plan(sql),
            ("PHM2001" or "PHM2005", CreateIndexStatement) => ConcurrentIndexSql.Plan(sql),
            ("PHM2004", not (DoStatement or ExplainStatement or UnanalysedStatement)) => InOwnCommand(sql),
            ("PHM2007", _) => PlainConcurrentForm.Plan(sql),
            ("PHM2010", not (DoStatement or UnanalysedStatement)) when sql.IsAloneInCall => OutsideTransaction.Plan(sql, []),
            ("PHM3001", AlterTableStatement) => NotValidForeignKeySql.Plan(sql),
            ("PHM3006", AlterTableStatement) => LaterValidation.Plan(sql),
            _ => null,
        }
        : null;

    /// <summary>A command text outside of the migration's transaction that still holds several statements is one transaction.</summary>
    private static PlainPlan? InOwnCommand(FlaggedSql flagged) => flagged is { Sql.IsSuppressed: true, IsAloneInCall: false }
        ? SeparateCommands.Plan(flagged)
        : OutsideTransaction.Plan(flagged, []);
}
