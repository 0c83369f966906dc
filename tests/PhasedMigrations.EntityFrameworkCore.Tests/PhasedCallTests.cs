using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace PhasedMigrations.EntityFrameworkCore.Tests;

public sealed class PhasedCallTests
{
    private const string Npgsql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    private static void OneIndex(PhasedMigrationBuilder phased) => phased.CreateIndex(name: "ix_t_c", table: "t", column: "c");

    [Fact]
    public void EachCall_AddsOneStatement_InOrderAndInsideTheTransaction()
    {
        var builder = new MigrationBuilder(Npgsql);

        var returned = builder.Phased("First", OneIndex).Contract("First").RevertPhased("First").Phased("First", OneIndex);

        Assert.Same(builder, returned);
        Assert.Equal(4, builder.Operations.Count);
        Assert.All(builder.Operations, operation =>
        {
            var sql = Assert.IsType<SqlOperation>(operation);
            Assert.False(sql.SuppressTransaction);
            Assert.StartsWith("DO $phased$", sql.Sql, StringComparison.Ordinal);
            Assert.EndsWith("$phased$;", sql.Sql, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.Sqlite")]
    [InlineData("Microsoft.EntityFrameworkCore.SqlServer")]
    [InlineData("Pomelo.EntityFrameworkCore.MySql")]
    public void OtherProvider_IsRefusedByNameAndAddsNothing(string provider)
    {
        Func<MigrationBuilder, MigrationBuilder>[] calls =
        [
            builder => builder.Phased("AddStatusIndex", OneIndex),
            builder => builder.Contract("AddStatusIndex"),
            builder => builder.RevertPhased("AddStatusIndex"),
        ];
        Assert.All(calls, call =>
        {
            var builder = new MigrationBuilder(provider);
            var error = Assert.Throws<NotSupportedException>(() => call(builder));
            Assert.Contains(provider, error.Message, StringComparison.Ordinal);
            Assert.Contains("AddStatusIndex", error.Message, StringComparison.Ordinal);
            Assert.Contains("IsNpgsql()", error.Message, StringComparison.Ordinal);
            Assert.Empty(builder.Operations);
        });
    }

    [Fact]
    public async Task MigratingSqlite_FailsBeforeAnythingRan()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var context = new SqliteShop(connection);

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => context.Database.MigrateAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Microsoft.EntityFrameworkCore.Sqlite", error.Message, StringComparison.Ordinal);
        Assert.Empty(await context.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void BuilderWithoutProvider_IsForLookingAtOperations()
    {
        var builder = new MigrationBuilder(null);

        builder.Phased("AddStatusIndex", OneIndex);

        Assert.Single(builder.Operations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void EmptyName_IsRefused(string name)
    {
        var builder = new MigrationBuilder(Npgsql);

        Assert.Throws<InvalidDefinitionException>(() => builder.Phased(name, OneIndex));
        Assert.Throws<InvalidDefinitionException>(() => builder.Contract(name));
        Assert.Throws<InvalidDefinitionException>(() => builder.RevertPhased(name));
        Assert.Empty(builder.Operations);
    }

    [Fact]
    public void NoOperations_IsRefusedWithTheName()
    {
        var builder = new MigrationBuilder(Npgsql);

        var error = Assert.Throws<InvalidDefinitionException>(() => builder.Phased("Nothing", _ => { }));

        Assert.Contains("at least one operation", error.Message, StringComparison.Ordinal);
        Assert.Empty(builder.Operations);
    }

    [Fact]
    public void NameUsedTwiceInOneMigration_IsRefused()
    {
        var builder = new MigrationBuilder(Npgsql);
        builder.Phased("AddStatusIndex", OneIndex);

        var error = Assert.Throws<InvalidDefinitionException>(() => builder.Phased("AddStatusIndex", OneIndex));

        Assert.Contains("AddStatusIndex", error.Message, StringComparison.Ordinal);
        Assert.Single(builder.Operations);
    }

    [Fact]
    public void MissingBuilderOrAction_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => PhasedMigrationBuilderExtensions.Phased(null!, "AddStatusIndex", OneIndex));
        Assert.Throws<ArgumentNullException>(() => new MigrationBuilder(Npgsql).Phased("AddStatusIndex", null!));
    }

    public sealed class SqliteShop(SqliteConnection connection) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);
    }

    [DbContext(typeof(SqliteShop)), Migration("20260101000000_AddStatusIndex")]
    public sealed class AddStatusIndex : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Phased("AddStatusIndex", OneIndex);
    }
}
