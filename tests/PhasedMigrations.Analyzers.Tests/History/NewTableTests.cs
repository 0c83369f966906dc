namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>A table that the migration itself created holds no rows that anybody reads.</summary>
public sealed class NewTableTests
{
    private const string IndexCall = """migrationBuilder.CreateIndex("IX", table, "id", schema)""";

    [Theory]
    [InlineData("""Create("orders"); Index("orders");""")]
    [InlineData("""Create("orders", "public"); Index("orders");""")]
    [InlineData("""Create("orders"); Index("orders", "public");""")]
    [InlineData("""Create("orders", "sales"); Index("orders", "sales");""")]
    [InlineData("""Create("orders", "sales"); Index("orders");""")]
    [InlineData("""migrationBuilder.DropTable("orders"); Create("orders"); Index("orders");""")]
    [InlineData("""Create("a"); migrationBuilder.RenameTable("a", newName: "orders"); Index("orders");""")]
    [InlineData("""Create("orders"); migrationBuilder.RenameTable("orders", newSchema: "sales"); Index("orders", "sales");""")]
    [InlineData("""Create("a", "s"); migrationBuilder.RenameTable("a", "s", "b", "t"); Index("b", "t");""")]
    [InlineData("""Create("a"); migrationBuilder.RenameTable("a", newName: System.Environment.MachineName); Index("orders");""")]
    [InlineData("""Create(System.Environment.MachineName); Index("orders");""")]
    [InlineData("""Create("orders"); Index(System.Environment.MachineName);""")]
    [InlineData("""migrationBuilder.Sql("CREATE TABLE orders (id int)"); Index("orders");""")]
    [InlineData("""migrationBuilder.Sql("create unlogged table if not exists public.Orders (id int) PARTITION BY RANGE (id);"); Index("orders", "public");""")]
    [InlineData("""migrationBuilder.Sql("SELECT 1; /* x */ CREATE TABLE \"sales\".\"Orders\" (id int);"); Index("Orders", "sales");""")]
    public Task NewTable_DoesNotTrigger(string statements) => VerifyAsync(statements, IndexCall);

    [Theory]
    [InlineData("""Create("users"); Index("orders");""")]
    [InlineData("""Create("orders", "sales"); Index("orders", "public");""")]
    [InlineData("""Create("Orders"); Index("orders");""")]
    [InlineData("""Create("orders"); migrationBuilder.DropTable("orders"); Index("orders");""")]
    [InlineData("""Create("orders"); migrationBuilder.RenameTable("orders", newName: "a"); Index("orders");""")]
    [InlineData("""migrationBuilder.RenameTable("old", newName: "orders"); Index("orders");""")]
    [InlineData("""Index("orders"); Create("orders");""")]
    [InlineData("""migrationBuilder.Sql("SELECT 'CREATE TABLE orders (id int)'"); Index("orders");""")]
    [InlineData("""migrationBuilder.Sql("-- CREATE TABLE orders (id int)"); Index("orders");""")]
    [InlineData("""migrationBuilder.Sql("CREATE TABLE"); Index("orders");""")]
    public Task LiveTable_Triggers(string statements) => VerifyAsync(statements, $"{{|PHM2001:{IndexCall}|}}");

    private static Task VerifyAsync(string statements, string index) => MigrationTest.VerifyUpAsync($$"""
        #pragma warning disable CS8321, CS8632
        {{statements}}
        void Create(string name, string? schema = null) => migrationBuilder.CreateTable(name, table => new { id = table.Column<int>() }, schema);
        void Index(string table, string? schema = null) => {{index}};
        """);
}
