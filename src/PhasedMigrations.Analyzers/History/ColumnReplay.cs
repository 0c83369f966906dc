using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>What an operation on columns makes of the schema.</summary>
internal static class ColumnReplay
{
    /// <summary>Null for an operation on anything else.</summary>
    public static Schema? Apply(Schema schema, Operation operation) => operation switch
    {
        AddColumn add => Change(schema, add.Table, add.Column, _ => new Column(add.Column)
        {
            Type = add.Type,
            IsRequired = add.IsRequired,
            Default = add.Default,
            IsValueGenerated = add.IsValueGenerated,
        }),
        FillColumn fill => Change(schema, fill.Table, fill.Column, column => fill.BecomesRequired ? column with { IsRequired = true } : column),
        AlterColumn alter => Change(schema, alter.Table, alter.Column, column => Altered(column, alter), forgets: alter.IsRequired != true),
        ChangeColumnType type => Change(schema, type.Table, type.Column, column => column with { Type = type.NewType }),
        ChangeColumnDefault value => Change(schema, value.Table, value.Column, column => column with { Default = value.Default }),
        ChangeGeneratedColumn => schema,
        DropColumn drop => drop.Column is { } column
            ? schema.Change(drop.Table, table => table.Without(column), table => table.WithColumnsForgotten())
            : schema.Change(drop.Table, table => table.WithColumnsForgotten(), table => table.WithColumnsForgotten()),
        RenameColumn rename => rename is { Column: { } column, NewName: { } newName }
            ? schema.Change(rename.Table, table => table.Renamed(column, newName), table => table.WithColumnsForgotten())
            : schema.Change(rename.Table, table => table.WithColumnsForgotten(), table => table.WithColumnsForgotten()),
        _ => null,
    };

    private static Column Altered(Column column, AlterColumn alter) => column with
    {
        IsRequired = alter.IsRequired,
        Type = alter.RestatesType ? alter.Type : column.Type,
        Default = !alter.RestatesType ? column.Default : alter.Default is ColumnDefault.None ? null : alter.Default,
    };

    /// <param name="forgets">It may take away what is known of the column, be it any of them.</param>
    private static Schema Change(Schema schema, TableName? table, string? column, Func<Column, Column> change, bool forgets = false)
    {
        Func<Table, Table>? otherwise = forgets ? known => known.WithColumnsForgotten() : null;
        return column is { } name
            ? schema.Change(table, known => known.With(name, change), otherwise)
            : schema.Change(table, otherwise ?? (known => known with { ListsColumns = false }), otherwise);
    }
}
