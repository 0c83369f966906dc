using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>Which statements share a transaction, and who opened it.</summary>
public sealed class UnitBuilderTests
{
    [Theory]
    [InlineData("DROP TABLE a", "None0")]
    [InlineData("DROP TABLE a; DROP TABLE b", "Command2 Command2")]
    [InlineData("GRANT SELECT ON a TO b; DROP TABLE b", "Command2")]
    [InlineData("BEGIN; DROP TABLE a; COMMIT; DROP TABLE b", "Sql3 Sql3 Sql3 Command4")]
    [InlineData("DO $$ BEGIN DROP TABLE a; DROP TABLE b; END $$", "Block2 Block2")]
    [InlineData("DO $$ BEGIN DROP TABLE a; COMMIT; DROP TABLE b; END $$", "Block2 Block2 Block3")]
    public void OneCommandWithoutTransaction(string sql, string transactions) =>
        Assert.Equal(transactions, Transactions(TransactionOrigin.None, unit => unit.AddSql(Text(sql), SqlDelivery.Command)));

    [Theory]
    [InlineData("DROP TABLE a; DROP TABLE b", "None0 None0")]
    [InlineData("DROP TABLE a; BEGIN; DROP TABLE b; ROLLBACK; DROP TABLE c", "None0 Sql2 Sql2 Sql2 None0")]
    [InlineData("DO $$ BEGIN DROP TABLE a; END $$; DROP TABLE b; DO $$ BEGIN DROP TABLE c; END $$", "Block2 None0 Block3")]
    public void StatementByStatement(string sql, string transactions) =>
        Assert.Equal(transactions, Transactions(TransactionOrigin.None, unit => unit.AddSql(Text(sql), SqlDelivery.Statements)));

    [Theory]
    [InlineData("DROP TABLE a; DROP TABLE b", "Migration1 Migration1")]
    [InlineData("DROP TABLE a; COMMIT; DROP TABLE b", "Migration1 Migration1 Command2")]
    [InlineData("DO $$ BEGIN DROP TABLE a; END $$", "Migration1")]
    public void OneCommandInTheMigrationsTransaction(string sql, string transactions) =>
        Assert.Equal(transactions, Transactions(TransactionOrigin.Migration, unit => unit.AddSql(Text(sql), SqlDelivery.Command)));

    [Fact]
    public void SuppressedCommand_RunsOutside_AndTheRestInAnotherTransaction() => Assert.Equal(
        "Migration1 None0 Migration2 None0 Migration3",
        Transactions(TransactionOrigin.Migration, unit =>
        {
            unit.Add(new DropTable(null), Location.None);
            unit.AddSql(Text("DROP TABLE a"), SqlDelivery.SuppressedCommand);
            unit.Add(new DropTable(null), Location.None);
            unit.AddOutside(new DropTable(null), Location.None);
            unit.Add(new DropTable(null), Location.None);
        }));

    [Fact]
    public void StatementsOfOneText_AreCountedOn()
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(Text("ALTER TABLE a DROP COLUMN b, DROP COLUMN c; DROP TABLE d"), SqlDelivery.Command);
        unit.Add(new DropTable(null), Location.None);

        Assert.Equal([0, 0, 1, 2], unit.ToUnit().Operations.Select(operation => operation.Statement));
    }

    [Fact]
    public void SqlThatIsNotUnderstood_IsSaid()
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(Text("DROP TABLE a; FROBNICATE b"), SqlDelivery.Command);

        Assert.Single(unit.ToUnit().NotAnalysed);
    }

    private static SqlText Text(string sql) => SqlText.At(sql, Location.None);

    private static string Transactions(TransactionOrigin surrounding, Action<UnitBuilder> write)
    {
        var unit = new UnitBuilder(UnitKind.EntityFrameworkCore, surrounding);
        write(unit);
        return string.Join(' ', unit.ToUnit().Operations.Select(located => $"{located.Transaction.Origin}{located.Transaction.Number}"));
    }
}
