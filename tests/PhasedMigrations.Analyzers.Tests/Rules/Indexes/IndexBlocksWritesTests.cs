namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class IndexBlocksWritesTests
{
    [Fact]
    public Task IndexOnExistingTable_Triggers() => MigrationTest.VerifyUpAsync(
        """{|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_user_id", table: "orders", column: "user_id")|};""");

    [Fact]
    public Task IndexOnTableOfTheSameMigration_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { id = table.Column<int>(type: "integer") });
        migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id");
        """);

    [Fact]
    public Task ConcurrentIndex_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")
            .Annotation("Npgsql:CreatedConcurrently", true);
        """);

    [Fact]
    public Task IndexInLoopOverNames_TriggersOnce() => MigrationTest.VerifyUpAsync(
        """
        foreach (var table in new[] { "orders" })
            {|PHM2001:migrationBuilder.CreateIndex(name: $"IX_{table}_id", table: table, column: "id")|};
        """);
}
