using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>What one script does to the tables of the scripts before it.</summary>
internal sealed class BaselineStep
{
    private readonly HashSet<TableName> _completed = [];

    private BaselineStep() { }

    /// <summary>It changes a table that an earlier script made, or works on one that none has made.</summary>
    public bool IsIncrement { get; private set; }

    /// <summary>So many tables of earlier scripts get an index, a constraint, a trigger or a default from it.</summary>
    public int Completed => _completed.Count;

    /// <summary>The tables that it makes.</summary>
    public MadeTables Made { get; } = new();

    public static BaselineStep Of(MigrationUnit unit, MadeTables earlier)
    {
        var step = new BaselineStep();
        foreach (var located in unit.Operations)
            step.Apply(located.Operation, earlier);
        return step;
    }

    private void Apply(Operation operation, MadeTables earlier)
    {
        if (operation is CreateTable { Table: { } made })
            Made.Add(made);
        else if (Completes(operation, out var table))
            Complete(table, earlier);
        else if (Changes(operation, out table) && !(table is { } changed && Made.Contains(changed)))
            IsIncrement = true;
    }

    private void Complete(TableName? table, MadeTables earlier)
    {
        if (table is { } known && Made.Contains(known))
            return;
        if (table is { } old && earlier.Contains(old))
            _completed.Add(old);
        else
            IsIncrement = true;
    }

    /// <summary>What tools write after the tables: it leaves their columns and rows as they are.</summary>
    private static bool Completes(Operation operation, out TableName? table)
    {
        (var completes, table) = operation switch
        {
            CreateIndex index => (true, index.Table),
            CreateIndexOnParent index => (true, index.Table),
            CreateIndexUnlessExists index => (true, index.Table),
            AddForeignKey key => (true, key.Table),
            AddUncheckedForeignKey key => (true, key.Table),
            AddUniqueConstraint constraint => (true, constraint.Table),
            AddCheckConstraint constraint => (true, constraint.Table),
            AddExclusionConstraint constraint => (true, constraint.Table),
            ValidateConstraint constraint => (true, constraint.Table),
            ChangeColumnDefault change => (true, change.Table),
            ChangeTrigger { IsDropped: false } trigger => (true, trigger.Table),
            AttachPartition partition => (true, partition.Partition),
            _ => (false, null),
        };
        return completes;
    }

    private static bool Changes(Operation operation, out TableName? table)
    {
        (var changes, table) = operation switch
        {
            AddColumn change => (true, change.Table),
            AlterColumn change => (true, change.Table),
            DropColumn change => (true, change.Table),
            RenameColumn change => (true, change.Table),
            ChangeColumnType change => (true, change.Table),
            ChangeGeneratedColumn change => (true, change.Table),
            DropConstraint change => (true, change.Table),
            DropTable change => (true, change.Table),
            RenameTable change => (true, change.Table),
            TruncateTable change => (true, change.Table),
            RewriteTable change => (true, change.Table),
            ChangeRows { Change: not RowChange.Insert } change => (true, change.Table),
            _ => (false, null),
        };
        return changes;
    }
}
