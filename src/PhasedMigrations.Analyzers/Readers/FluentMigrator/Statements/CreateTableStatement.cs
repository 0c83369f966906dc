using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateTableStatement(TableReference table, Location location) : Statement(location)
{
    public List<ColumnDefinition> Columns { get; } = [];

    public override Operation ToOperation(ColumnNullability columns) => new CreateTable(table.Table);

    /// <summary>A column with nothing said is NOT NULL: FluentMigrator 8, <c>ColumnBase.FormatNullable</c>.</summary>
    public override void Apply(ColumnNullability columns)
    {
        columns.DropTable(table.Table);
        foreach (var column in Columns)
            columns.Set(table.Table, column.Name, column.IsNullable != true || column.IsPrimaryKey);
    }
}
