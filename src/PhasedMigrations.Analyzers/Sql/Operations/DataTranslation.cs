using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class DataTranslation
{
    public static void Add(DataStatement statement, SqlOperations operations)
    {
        Operation? operation = statement switch
        {
            QueryStatement { CreatesTable: true } query => new CreateTable(query.Into),
            InsertStatement insert => new ChangeRows(insert.Table, RowChange.Insert, IsRestricted: !insert.IsQuery)
            {
                Columns = ValueList.Of(insert.Columns),
                KeyColumns = ValueList.Of(insert.SourceKeys),
                ListedRows = insert.RowCount,
                IsBatch = insert.LimitsRows,
            },
            UpdateStatement update => Restricted(update.Table, RowChange.Update, update.Restriction, update) with
            {
                Columns = [.. update.Assignments.Select(assignment => assignment.Column)],
                ListedRows = update.ListedRows,
            },
            DeleteStatement delete => Restricted(delete.Table, RowChange.Delete, delete.Restriction, delete) with { ListedRows = delete.ListedRows },
            MergeStatement merge => new ChangeRows(merge.Table, ChangeOf(merge), IsRestricted: false)
            {
                ListedRows = merge.ListedRows,
                Columns = [.. merge.Assignments.Select(assignment => assignment.Column)],
                IsBatch = merge.LimitsRows,
            },
            _ => null,
        };
        if (operation is not null)
            operations.Add(operation, statement.Span);
    }

    /// <summary>A MERGE that only adds rows is an INSERT.</summary>
    private static RowChange ChangeOf(MergeStatement merge) => merge.Updates || merge.Deletes ? RowChange.Merge : RowChange.Insert;

    private static ChangeRows Restricted(TableName? table, RowChange change, SqlRestriction restriction, DataStatement statement) =>
        new(table, change, IsRestricted: !restriction.LetsEverythingThrough)
        {
            KeyColumns = restriction.IsCursorRow ? ["ctid"] : ValueList.Of(restriction.KeyColumns),
            JoinColumns = ValueList.Of(restriction.JoinColumns),
            RangeColumns = ValueList.Of(restriction.RangeColumns),
            IsBatch = statement.LimitsRows,
            ChangesNothing = restriction.IsContradiction,
        };
}
