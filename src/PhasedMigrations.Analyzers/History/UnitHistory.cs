using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>
/// What the operations so far of one migration unit tell about its tables: a table that the unit created holds no rows
/// that anybody reads, so nothing done to it can block anybody.
/// </summary>
internal sealed class UnitHistory
{
    private readonly HashSet<TableName> _created = [];
    private bool _createdUnresolvedTable;

    public void Apply(Operation operation)
    {
        switch (operation)
        {
            case CreateTable { Table: { } table }:
                _created.Add(table);
                break;
            case CreateTable:
                _createdUnresolvedTable = true;
                break;
            case DropTable { Table: { } table }:
                _created.Remove(table);
                break;
            case RenameTable { Table: { } table, NewTable: { } newTable } when _created.Remove(table):
                _created.Add(newTable);
                break;
        }
    }

    /// <summary>
    /// True when the table certainly existed before the unit. A name that could not be resolved may be any table,
    /// so it counts as live only when the unit created none.
    /// </summary>
    public bool IsLive(TableName? table) => table is { } known
        ? !_created.Contains(known) && !_createdUnresolvedTable
        : _created.Count == 0 && !_createdUnresolvedTable;
}
