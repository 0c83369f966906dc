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
                Columns = insert.Columns,
                ListedRows = insert.RowCount,
                IsBatch = insert.LimitsRows,
            },
            UpdateStatement update => Restricted(update.Table, RowChange.Update, update.Restriction, update) with
            {
                Columns = [.. update.Assignments.Select(assignment => assignment.Column)],
            },
            DeleteStatement delete => Restricted(delete.Table, RowChange.Delete, delete.Restriction, delete),
            MergeStatement merge => new ChangeRows(merge.Table, RowChange.Merge, IsRestricted: false)
            {
                Columns = [.. merge.Assignments.Select(assignment => assignment.Column)],
                IsBatch = merge.LimitsRows,
            },
            _ => null,
        };
        if (operation is not null)
            operations.Add(operation, statement.Span);
    }

    private static ChangeRows Restricted(TableName? table, RowChange change, SqlRestriction restriction, DataStatement statement) =>
        new(table, change, IsRestricted: !restriction.LetsEverythingThrough)
        {
            KeyColumns = restriction.IsCursorRow ? ["ctid"] : restriction.KeyColumns,
            JoinColumns = restriction.JoinColumns,
            RangeColumns = restriction.RangeColumns,
            IsBatch = statement.LimitsRows,
        };
}
