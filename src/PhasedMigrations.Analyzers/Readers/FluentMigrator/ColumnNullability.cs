using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>Which columns accept NULL, as far as the statements so far have said.</summary>
internal sealed class ColumnNullability
{
    private readonly Dictionary<(TableName Table, string Column), bool> _required = [];

    /// <summary>Null when nothing has said it.</summary>
    public bool? IsRequired(TableName? table, string? column) =>
        table is { } known && column is not null && _required.TryGetValue((known, column), out var required) ? required : null;

    public void Set(TableName? table, string? column, bool? isRequired)
    {
        if (table is not { } known || column is null)
            return;
        if (isRequired is { } required)
            _required[(known, column)] = required;
        else
            _required.Remove((known, column));
    }

    public void DropTable(TableName? table) => Replace(table, column => null);

    public void RenameTable(TableName? table, TableName? newTable) =>
        Replace(table, key => newTable is { } renamed ? (renamed, key.Column) : null);

    public void RenameColumn(TableName? table, string? column, string? newColumn) =>
        Replace(table, key => key.Column != column ? key : newColumn is null ? null : (key.Table, newColumn));

    /// <summary>What is said of a table whose name is not known may be meant for any table.</summary>
    private void Replace(TableName? table, Func<(TableName Table, string Column), (TableName, string)?> replacement)
    {
        foreach (var entry in _required.Where(entry => table is not { } known || entry.Key.Table == known).ToList())
        {
            _required.Remove(entry.Key);
            if (table is not null && replacement(entry.Key) is { } replaced)
                _required[replaced] = entry.Value;
        }
    }
}
