using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>Follows a column backwards, through its renames, to the last operation that said whether it accepts NULL.</summary>
internal sealed class ColumnTrace(TableName table, string column)
{
    private string _column = column;

    /// <summary>What the column's table was called then.</summary>
    public TableName Table { get; private set; } = table;

    public bool IsSettled { get; private set; }

    /// <summary>False as long as nothing has said it.</summary>
    public bool IsRequired { get; private set; }

    public void Back(IReadOnlyList<Operation> operations)
    {
        for (var i = operations.Count - 1; i >= 0 && !IsSettled; i--)
            Back(operations[i]);
    }

    private void Back(Operation operation)
    {
        switch (operation)
        {
            case AddColumn added when IsTable(added.Table) && IsColumn(added.Column):
                Settle(added.IsRequired && added.Column is not null);
                break;
            case AlterColumn altered when IsTable(altered.Table) && IsColumn(altered.Column):
                Settle(altered is { IsRequired: true, Table: not null, Column: not null });
                break;
            case RequireColumn required when IsTable(required.Table) && IsColumn(required.Column):
                Settle(required is { Table: not null, Column: not null });
                break;
            case FillColumn filled when IsTable(filled.Table) && IsColumn(filled.Column):
                Settle(filled.BecomesRequired);
                break;
            case CreateTable { Table: { } created } create when created.MayBe(Table):
                Settle(create.RequiredColumns.Contains(_column));
                break;
            case RenameTable { NewTable: { } renamed, Table: { } before } when renamed.MayBe(Table):
                Table = before;
                break;
            case RenameColumn { NewName: { } newName, Column: { } before } rename when IsTable(rename.Table) && newName == _column:
                _column = before;
                break;
            case RenameTable rename when rename.NewTable is null || IsTable(rename.Table):
            case RenameColumn renamedAway when IsTable(renamedAway.Table) && (renamedAway.NewName is null || IsColumn(renamedAway.Column)):
            case DropTable drop when IsTable(drop.Table):
            case DropColumn dropped when IsTable(dropped.Table) && IsColumn(dropped.Column):
                Settle(isRequired: false);
                break;
        }
    }

    private void Settle(bool isRequired) => (IsSettled, IsRequired) = (true, isRequired);

    /// <summary>An unknown name may be this one.</summary>
    private bool IsTable(TableName? name) => name is not { } known || known.MayBe(Table);

    private bool IsColumn(string? name) => name is null || name == _column;
}
