using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class IndexBlocksWritesTests
{
    [Theory]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id")|};""")]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id", unique: true)|};""")]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", columns: new[] { "a", "b" }, descending: new[] { true, false })|};""")]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id", filter: "deleted IS NULL")|};""")]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|}.Annotation("Npgsql:IndexMethod", "gin");""")]
    [InlineData("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|}.Annotation("Npgsql:CreatedConcurrently", false);""")]
    [InlineData("""
        migrationBuilder.AddColumn<int>(name: "a", table: "orders", type: "integer", nullable: true);
        {|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|};
        """)]
    public Task IndexOnLiveTable_Triggers(string up) => MigrationTest.VerifyUpAsync(up);

    [Fact]
    public Task ConcurrentIndex_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")
            .Annotation("Npgsql:CreatedConcurrently", true);
        """);

    [Fact]
    public Task Message_NamesIndexAndTable() => new MigrationTest()
        .With("/0/AddThings.cs", MigrationTest.Migration(
            """
            {|#0:migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id")|};
            """))
        .Expecting(new DiagnosticResult("PHM2001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "Creating index 'IX_orders_user_id' blocks writes to 'orders' until every row is indexed; create it concurrently"))
        .VerifyAsync();
}
