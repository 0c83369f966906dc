using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules.Data;

/// <summary>What the rules of this folder ask about a change of rows.</summary>
internal static class RowChanges
{
    /// <summary>The rows that exist are changed, and nothing holds the statement to few of them.</summary>
    public static bool IsUnbatched(ChangeRows change, RuleContext context) =>
        change.Change != RowChange.Insert
        && !IsBound(change)
        && !NamesUniqueRow(change, context)
        && !IsBatchOfLoop(change, context)
        && !IsOfDroppedTable(change, context);

    /// <summary>Given keys, a range of keys, rows listed one by one, a LIMIT, or no row at all.</summary>
    public static bool IsBound(ChangeRows change) =>
        change.IsBatch
        || change.ChangesNothing
        || change.NamesItsRows
        || change.KeyColumns.Any(RowKeys.IsKey)
        || change.RangeColumns.Any(RowKeys.IsKey)
        || (change.ListedRows > 0 && (change.Change is RowChange.Insert or RowChange.Merge || change.JoinColumns.Count > 0));

    /// <summary>History knows a primary key or unique index whose columns all have given values.</summary>
    private static bool NamesUniqueRow(ChangeRows change, RuleContext context) =>
        change is { KeyColumns.Count: > 0, Table: { } table }
        && context.Schema.IndexesOf(table).Items.Any(index =>
            index is { IsUnique: true, Columns.Count: > 0 } && index.Columns.All(column => column is not null && change.KeyColumns.Contains(column)));

    /// <summary>The unit drops the table afterwards: batches would serve nobody.</summary>
    private static bool IsOfDroppedTable(ChangeRows change, RuleContext context) =>
        context.Unit.Skip(context.Index + 1).Any(later => later.Operation is DropTable { Table: { } dropped } && dropped == change.Table);

    /// <summary>A loop that commits gives each turn its own rows by a variable or by bounds.</summary>
    private static bool IsBatchOfLoop(ChangeRows change, RuleContext context) =>
        context.Current.IsInLoop
        && change.JoinColumns.Count + change.RangeColumns.Count > 0
        && CommitOfLoop(context) is not null;

    /// <summary>COMMIT or ROLLBACK in the loop that the operation stands in.</summary>
    public static LocatedOperation? CommitOfLoop(RuleContext context) => context.Unit.FirstOrDefault(other =>
        other.Statement == context.Current.Statement
        && other is { IsInLoop: true, Operation: EndOrBeginTransaction { Boundary: not TransactionBoundary.Begin } });

    /// <summary><c>Updating 'orders'</c>.</summary>
    public static string Sentence(ChangeRows change)
    {
        var verb = change.Change switch
        {
            RowChange.Insert => "Inserting into",
            RowChange.Update => "Updating",
            RowChange.Delete => "Deleting from",
            _ => "Merging into",
        };
        return $"{verb} {Wording.Table(change.Table, "a table")}";
    }
}
