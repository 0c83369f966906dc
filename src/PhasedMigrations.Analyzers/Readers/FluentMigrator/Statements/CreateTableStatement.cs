using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateTableStatement(TableReference table, Location location) : OperationStatement(location)
{
    public List<ColumnDefinition> Columns { get; } = [];

    /// <summary>A column with nothing said is NOT NULL: FluentMigrator 8, <c>ColumnBase.FormatNullable</c>.</summary>
    protected override Operation ToOperation() => new CreateTable(table.Table)
    {
        RequiredColumns = [.. Columns.Where(column => column.IsNullable != true || column.IsPrimaryKey).Select(column => column.Name).OfType<string>()],
    };
}
