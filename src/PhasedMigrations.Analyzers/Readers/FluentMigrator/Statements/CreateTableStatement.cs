using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateTableStatement(TableReference table, Location location) : OperationStatement(location)
{
    public List<ColumnDefinition> Columns { get; } = [];

    /// <summary>A column with nothing said is NOT NULL: FluentMigrator 8, <c>ColumnBase.FormatNullable</c>.</summary>
    protected override Operation ToOperation() => new CreateTable(table.Table)
    {
        Columns = ValueList.Of(Columns.Select(column => new Column(column.Name)
        {
            Type = column.Type,
            IsRequired = column.IsNullable != true || column.IsPrimaryKey,
            Default = column.Default,
            IsValueGenerated = column.IsValueGenerated,
        })),
        Constraints = Columns.Exists(column => column.IsPrimaryKey)
            ? [new TableConstraint(ConstraintKind.PrimaryKey, Name: null) { Columns = ValueList.Of(Columns.Where(column => column.IsPrimaryKey).Select(column => column.Name)) }]
            : [],
        ListsColumns = true,
    };
}
