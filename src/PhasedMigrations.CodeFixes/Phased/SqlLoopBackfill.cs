using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>A loop over batches of an UPDATE as a backfill, whose batches commit one by one.</summary>
internal static class SqlLoopBackfill
{
    /// <summary>Null unless the loop ends when every row is done, and a row that is done does not wait for the update any more.</summary>
    public static IReadOnlyList<PhasedOperation>? Of(FlaggedSql flagged, DoStatement block)
    {
        if (BatchLoop.Of(flagged.Sql.Text, block) is not { Change: UpdateStatement update } batch
            || SqlBackfill.Assignments(batch.Tokens, update) is not { } assignments)
            return null;

        var where = new SqlTokens(flagged.Sql.Text, batch.Where);
        return SqlBackfill.ReadsOneRow(where)
            && assignments.All(assignment => SqlBackfill.ReadsOneRow(assignment.Tokens))
            && UpdateCondition.IsFalseAfterwards(where, assignments)
                ? [SqlBackfill.Operation(batch.Table, assignments, flagged.Sql.Text.Substring(batch.Where.Start, batch.Where.Length))]
                : null;
    }
}
