using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class AlterTableTranslation
{
    public static void Add(AlterTableStatement statement, SqlOperations operations)
    {
        foreach (var action in statement.Actions)
        {
            if (action is AddColumnAction column)
                ColumnTranslation.Add(statement.Table, column, operations);
            else if ((OfColumn(statement.Table, action) ?? OfTable(statement.Table, action)) is { } operation)
                operations.Add(operation, action.Span);
        }
    }

    private static Operation? OfColumn(TableName? table, AlterTableAction action) => action switch
    {
        SetNotNullAction set => new AlterColumn(table, set.Column, BecomesRequired: true, ColumnDefault.None.Instance),
        AlterColumnTypeAction type => new ChangeColumnType(table, type.Column, NameOf(type.Type), HasConversion: type.Using is not null),
        SetDefaultAction set => new ChangeColumnDefault(table, set.Column, ColumnTranslation.DefaultOf(set.Value)),
        DropDefaultAction drop => new ChangeColumnDefault(table, drop.Column, ColumnDefault.None.Instance),
        SetExpressionAction set => new ChangeGeneratedColumn(table, set.Column),
        DropColumnAction drop => new DropColumn(table, drop.Column),
        RenameColumnAction rename => new RenameColumn(table, rename.Column, rename.NewName),
        _ => null,
    };

    private static Operation? OfTable(TableName? table, AlterTableAction action) => action switch
    {
        AddConstraintAction add => ConstraintTranslation.Translate(table, add.Constraint),
        DropConstraintAction drop => new DropConstraint(table, drop.Constraint),
        ValidateConstraintAction validate => new ValidateConstraint(table, validate.Constraint),
        AlterConstraintAction { BecomesEnforced: true } alter => new EnforceConstraint(table, alter.Constraint),
        RenameAction rename => new RenameTable(table, rename.NewName is { } name ? new TableName(table?.Schema, name) : null),
        SetSchemaAction move => new RenameTable(table, move.Schema is { } schema && table is { } moved ? new TableName(schema, moved.Name) : null),
        AttachPartitionAction attach => new AttachPartition(table, attach.Partition),
        DetachPartitionAction { IsFinalize: false } detach => new DetachPartition(table, detach.Partition, detach.IsConcurrent),
        SetLoggedAction { IsLogged: true } => new RewriteTable(table, "SET LOGGED"),
        SetLoggedAction => new RewriteTable(table, "SET UNLOGGED"),
        SetTableSpaceAction => new RewriteTable(table, "SET TABLESPACE"),
        SetAccessMethodAction => new RewriteTable(table, "SET ACCESS METHOD"),
        SwitchAction { Kind: ObjectKind.Trigger } => new ChangeTrigger(table, Name: null, IsDropped: false),
        _ => null,
    };

    private static string? NameOf(SqlTypeName type)
    {
        if (type.Name is null)
            return null;
        var name = type.Schema is null ? type.Name : $"{type.Schema}.{type.Name}";
        var modifiers = type.Modifiers is null ? "" : $"({type.Modifiers})";
        return name + modifiers + string.Concat(Enumerable.Repeat("[]", type.ArrayDimensions));
    }
}
