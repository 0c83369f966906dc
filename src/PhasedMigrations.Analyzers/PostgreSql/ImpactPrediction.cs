using PhasedMigrations.Model;

namespace PhasedMigrations.PostgreSql;

/// <summary>
/// Predicts what an operation does on PostgreSQL 14 to 18. Each branch is confirmed on live servers by
/// tests/PhasedMigrations.Proofs; a branch without a proof does not ship. An operation without a branch is not predicted yet.
/// </summary>
internal static partial class ImpactPrediction
{
    public static Impact Of(Operation operation) => operation switch
    {
        AddColumn column => OfAddColumn(column),
        AlterColumn { BecomesRequired: true } column => OfSetNotNull(column),
        FillColumn column => OfFillColumn(column),
        CreateIndex index => OfCreateIndex(index),
        AddForeignKey key => OfAddForeignKey(key),
        _ => OfSchemaChange(operation) ?? OfRowChange(operation) ?? Impact.None,
    };

    private static Impact OfAddColumn(AddColumn column) => new(
        [new TableLock(column.Table, LockMode.AccessExclusive)],
        WorkOfAddColumn(column),
        FailsOnExistingRows: column is { IsRequired: true, Default: ColumnDefault.None, IsValueGenerated: false });

    private static TableWork WorkOfAddColumn(AddColumn column) => column switch
    {
        // Each row's value is computed once, to check it.
        { IsVirtual: true } => column.IsRequired ? TableWork.Scan : TableWork.None,
        { IsValueGenerated: true } => TableWork.Rewrite,
        { Default: ColumnDefault.Sql { Expression: var sql } } when DefaultVolatility.IsVolatile(sql) => TableWork.Rewrite,
        // A value that is the same for every row is kept in the catalog (since PostgreSQL 11).
        _ => TableWork.None,
    };

    /// <summary>A validated CHECK spares the scan. With a default the Npgsql provider first runs UPDATE … WHERE column IS NULL in the same transaction.</summary>
    private static Impact OfSetNotNull(AlterColumn column) => new(
        [new TableLock(column.Table, LockMode.AccessExclusive)],
        column.IsProven ? TableWork.None : column.Default is ColumnDefault.None ? TableWork.Scan : TableWork.Scan | TableWork.Update,
        FailsOnExistingRows: false);

    private static Impact OfFillColumn(FillColumn column) => column.BecomesRequired
        ? new([new TableLock(column.Table, LockMode.AccessExclusive)], TableWork.Update | TableWork.Scan, FailsOnExistingRows: false)
        : new([new TableLock(column.Table, LockMode.RowExclusive)], TableWork.Update, FailsOnExistingRows: false);

    private static Impact OfCreateIndex(CreateIndex index) => new(
        [new TableLock(index.Table, index.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.Share)],
        TableWork.IndexBuild,
        FailsOnExistingRows: false);

    private static Impact OfAddForeignKey(AddForeignKey key) =>
        new(LocksOfForeignKey(key.Table, key.PrincipalTable), TableWork.Scan, FailsOnExistingRows: false);

    private static IReadOnlyList<TableLock> LocksOfForeignKey(TableName? table, TableName? principal)
    {
        var own = new TableLock(table, LockMode.ShareRowExclusive);
        return principal == table ? [own] : [own, new TableLock(principal, LockMode.ShareRowExclusive)];
    }
}
