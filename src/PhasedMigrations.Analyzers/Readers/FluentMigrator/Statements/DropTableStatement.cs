using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class DropTableStatement(TableReference table, Location location) : Statement(location)
{
    public override Operation ToOperation(ColumnNullability columns) => new DropTable(table.Table);

    public override void Apply(ColumnNullability columns) => columns.DropTable(table.Table);
}
