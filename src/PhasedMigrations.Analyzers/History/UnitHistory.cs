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
            case RenameTable { Table: { } renamed, NewTable: null } when _created.Any(renamed.MayBe):
                _createdUnresolvedTable = true;
                break;
            case DropTable { Table: { } table }:
                _created.RemoveWhere(table.MayBe);
                break;
            case RenameTable { Table: { } table, NewTable: { } newTable } when _created.RemoveWhere(table.MayBe) > 0:
                _created.Add(newTable);
                break;
        }
    }

    /// <summary>
    /// True when the table certainly existed before the unit. A name that could not be resolved may be any table,
    /// so it counts as live only when the unit created none.
    /// </summary>
    public bool IsLive(TableName? table) => !_createdUnresolvedTable
        && (table is { } known ? !_created.Any(known.MayBe) : _created.Count == 0);
}
