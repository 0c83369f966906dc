using PhasedMigrations.Model;

namespace PhasedMigrations.PostgreSql;

/// <summary>Operations whose impact is told by their form alone.</summary>
internal static partial class ImpactPrediction
{
    private static Impact? OfSchemaChange(Operation operation) => operation switch
    {
        DropColumn { Table: var table } => Locking(table, LockMode.AccessExclusive),
        RenameColumn { Table: var table } => Locking(table, LockMode.AccessExclusive),
        ChangeColumnDefault { Table: var table } => Locking(table, LockMode.AccessExclusive),
        RenameTable { Table: var table } => Locking(table, LockMode.AccessExclusive),
        ChangeColumnType { Table: var table, HasConversion: true } => Locking(table, LockMode.AccessExclusive, TableWork.Rewrite),
        ChangeGeneratedColumn { Table: var table } => Locking(table, LockMode.AccessExclusive, TableWork.Rewrite),
        RewriteTable { Table: var table } => Locking(table, LockMode.AccessExclusive, TableWork.Rewrite),
        // The table gets a new, empty file: instant, whatever it held.
        TruncateTable { Table: var table } => Locking(table, LockMode.AccessExclusive),
        LockTable { Table: var table, Mode: { } mode } => Locking(table, mode),
        ChangeTrigger { Table: var table, IsDropped: var isDropped } =>
            Locking(table, isDropped ? LockMode.AccessExclusive : LockMode.ShareRowExclusive),
        CreatePartition { Parent: var parent } => Locking(parent, LockMode.AccessExclusive),
        AttachPartition attach => new Impact(
            [new TableLock(attach.Partition, LockMode.AccessExclusive), new TableLock(attach.Parent, LockMode.ShareUpdateExclusive)],
            TableWork.Scan,
            FailsOnExistingRows: false),
        DetachPartition { IsConcurrent: false } detach => new Impact(
            [new TableLock(detach.Partition, LockMode.AccessExclusive), new TableLock(detach.Parent, LockMode.AccessExclusive)],
            TableWork.None,
            FailsOnExistingRows: false),
        _ => OfIndexChange(operation) ?? OfConstraintChange(operation),
    };

    /// <summary>The statement names the index only: its table is not known from here.</summary>
    private static Impact? OfIndexChange(Operation operation) => operation switch
    {
        DropIndex { IsConcurrent: var isConcurrent } => Locking(null, isConcurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive),
        Reindex { Table: var table, Index: var index, IsConcurrent: var isConcurrent } when table is not null || index is not null =>
            Locking(table, isConcurrent ? LockMode.ShareUpdateExclusive : LockMode.Share, TableWork.IndexBuild),
        CreateIndexOnParent { Table: var table } => Locking(table, LockMode.Share),
        _ => null,
    };

    private static Impact? OfConstraintChange(Operation operation) => operation switch
    {
        AddCheckConstraint { Table: var table, ChecksExistingRows: var checks } =>
            Locking(table, LockMode.AccessExclusive, checks ? TableWork.Scan : TableWork.None),
        AddUniqueConstraint { Table: var table, UsingIndex: var index } =>
            Locking(table, LockMode.AccessExclusive, index is null ? TableWork.IndexBuild : TableWork.None),
        AddExclusionConstraint { Table: var table } => Locking(table, LockMode.AccessExclusive, TableWork.IndexBuild),
        AddUncheckedForeignKey key => new Impact(LocksOfForeignKey(key.Table, key.PrincipalTable), TableWork.None, FailsOnExistingRows: false),
        ValidateConstraint { Table: var table } => Locking(table, LockMode.ShareUpdateExclusive, TableWork.Scan),
        DropConstraint { Table: var table } => Locking(table, LockMode.AccessExclusive),
        _ => null,
    };

    /// <summary>Rows that are added lock nobody out and leave nothing behind.</summary>
    private static Impact? OfRowChange(Operation operation) => operation is ChangeRows change
        ? Locking(change.Table, LockMode.RowExclusive, change.Change == RowChange.Insert ? TableWork.None : TableWork.Update)
        : null;

    private static Impact Locking(TableName? table, LockMode mode, TableWork work = TableWork.None) =>
        new([new TableLock(table, mode)], work, FailsOnExistingRows: false);
}
