using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>The statement of raw SQL that a diagnostic points at.</summary>
internal sealed record FlaggedSql(FlaggedCall Flagged, SqlCall Sql, int Index)
{
    public SqlStatement Statement => Sql.Statements[Index];

    /// <summary>The call runs nothing else.</summary>
    public bool IsAloneInCall => Sql.Statements.Count == 1;

    /// <summary>Null for a finding outside of raw SQL, and for one whose statement is not certain.</summary>
    public static FlaggedSql? Of(FlaggedCall flagged) =>
        SqlCall.Of(flagged.Call, flagged.Layout) is { } sql
        && !sql.Statements.Any(statement => statement is PsqlCommandStatement)
        && sql.IndexAt(flagged.Span) is { } index
            ? new FlaggedSql(flagged, sql, index)
            : null;
}
