using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class AlterTableTranslation
{
    public static void Add(AlterTableStatement statement, SqlOperations operations)
    {
        foreach (var action in statement.Actions.Count > 1 ? statement.Actions.OrderBy(PassOf) : statement.Actions.AsEnumerable())
        {
            if (action is AddColumnAction column)
                ColumnTranslation.Add(statement.Table, column, operations);
            else if ((OfColumn(statement.Table, action) ?? OfTable(statement.Table, action)) is { } operation)
                operations.Add(operation, action.Span);
        }
    }

    /// <summary>
    /// PostgreSQL does the actions of one statement in passes, whatever their order in the text (tablecmds.c, AlterTablePass): a CHECK
    /// that the statement drops, adds or validates proves nothing to its SET NOT NULL.
    /// </summary>
    private static int PassOf(AlterTableAction action) => action switch
    {
        DropColumnAction or DropConstraintAction or DropDefaultAction or DropNotNullAction => 0,
        AlterColumnTypeAction => 1,
        AddColumnAction => 2,
        AddConstraintAction { Constraint: NotNullConstraint } or AlterColumnAction => 3,
        AddConstraintAction { Constraint: UniqueConstraint or ExcludeConstraint } => 4,
        AddConstraintAction => 5,
        _ => 6,
    };

    private static Operation? OfColumn(TableName? table, AlterTableAction action) => action switch
    {
        SetNotNullAction set => new AlterColumn(table, set.Column, BecomesRequired: true, ColumnDefault.None.Instance) { IsRequired = true },
        DropNotNullAction drop => new AlterColumn(table, drop.Column, BecomesRequired: false, ColumnDefault.None.Instance) { IsRequired = false },
        AlterColumnTypeAction type => new ChangeColumnType(table, type.Column, type.Type.Text, HasConversion: type.Using is not null),
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
        RenameConstraintAction rename => new RenameConstraint(table, rename.Constraint, rename.NewName),
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
}
