using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Rules.Constraints;

public sealed class ForeignKeyValidatedUnderLockTests
{
    private const string Key = """migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "user_id", principalTable: "users", principalColumn: "id")""";
    private const string NewUsers = """migrationBuilder.CreateTable(name: "users", columns: table => new { id = table.Column<int>() });""";
    private const string NewOrders = """migrationBuilder.CreateTable(name: "orders", columns: table => new { user_id = table.Column<int>() });""";

    [Theory]
    [InlineData(Key)]
    [InlineData("""migrationBuilder.AddForeignKey("FK", "orders", "user_id", "users", principalColumn: "id", onDelete: ReferentialAction.Cascade)""")]
    [InlineData("""migrationBuilder.AddForeignKey("FK", "orders", new[] { "a", "b" }, "users", principalColumns: new[] { "a", "b" })""")]
    public Task KeyOnLiveTable_Triggers(string call) => MigrationTest.VerifyUpAsync($"{{|PHM3001:{call}|}};");

    /// <summary>PostgreSQL reads the child table even where the new column is NULL in every row.</summary>
    [Fact]
    public Task KeyOverNewColumn_Triggers() => MigrationTest.VerifyUpAsync(
        $$"""
        migrationBuilder.AddColumn<int>(name: "user_id", table: "orders", type: "integer", nullable: true);
        {|PHM3001:{{Key}}|};
        """);

    [Fact]
    public Task KeyOfNewTable_DoesNotTrigger() => MigrationTest.VerifyUpAsync($"{NewOrders} {Key};");

    [Fact]
    public Task KeyInsideCreateTable_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { user_id = table.Column<int>() },
            constraints: table => table.ForeignKey("FK", order => order.user_id, "users", "id"));
        """);

    [Theory]
    [InlineData("", Key, "Adding foreign key 'FK' blocks writes to 'orders' and 'users' until every row of 'orders' is checked")]
    [InlineData(NewUsers, Key, "Adding foreign key 'FK' blocks writes to 'orders' until every row of 'orders' is checked")]
    [InlineData("", """migrationBuilder.AddForeignKey("FK", "orders", "parent_id", "orders")""",
        "Adding foreign key 'FK' blocks writes to 'orders' until every row of 'orders' is checked")]
    [InlineData("", """migrationBuilder.AddForeignKey("FK", "orders", "user_id", System.Environment.MachineName)""",
        "Adding foreign key 'FK' blocks writes to 'orders' and the referenced table until every row of 'orders' is checked")]
    [InlineData("", """migrationBuilder.AddForeignKey(System.Environment.MachineName, System.Environment.MachineName, "user_id", "users")""",
        "Adding a foreign key blocks writes to its table and 'users' until every row of its table is checked")]
    public Task Message_NamesTheBlockedTables(string before, string call, string beginning) => new MigrationTest()
        .With("/0/AddThings.cs", MigrationTest.Migration($$"""{{before}} {|#0:{{call}}|};"""))
        .Expecting(new DiagnosticResult("PHM3001", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage(beginning + "; add it NOT VALID and validate it afterwards"))
        .VerifyAsync();
}
