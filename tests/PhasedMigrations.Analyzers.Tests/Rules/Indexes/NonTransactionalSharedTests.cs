using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class NonTransactionalSharedTests() : RuleTest("PHM2010")
{
    private const string Column = """migrationBuilder.AddColumn<string>("c", "orders", nullable: true);""";
    private const string Concurrently = """.Annotation("Npgsql:CreatedConcurrently", true)""";

    /// <summary>The index that follows cannot be built twice, and what stands before it has been committed.</summary>
    [Theory]
    [InlineData(Ef, $$"""{{Column}} [|migrationBuilder.CreateIndex("ix", "orders", "a")|]{{Concurrently}};""")]
    [InlineData(Ef, $$"""{{Column}} [|migrationBuilder.CreateIndex("ix", "orders", "a")|]{{Concurrently}}; {{Column}}""")]
    [InlineData(Ef, $$"""migrationBuilder.CreateIndex("i1", "orders", "a"){{Concurrently}}; [|migrationBuilder.CreateIndex("i2", "orders", "b")|]{{Concurrently}};""")]
    [InlineData(Ef, $$"""{{Column}} migrationBuilder.Sql("[|UPDATE orders SET c = '' WHERE id < 1000|]", suppressTransaction: true);""")]
    [InlineData(Ef, $$"""{{Column}} migrationBuilder.Sql("[|DROP INDEX CONCURRENTLY IF EXISTS ix|]", suppressTransaction: true);""")]
    [InlineData(Ef, $$"""{{Column}} migrationBuilder.Sql("DO $$ BEGIN LOOP [|UPDATE orders SET c = '' WHERE id IN (SELECT id FROM orders WHERE c IS NULL LIMIT 1000)|]; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$", suppressTransaction: true);""")]
    [InlineData(Ef, $$"""migrationBuilder.InsertData("roles", "id", 1); [|migrationBuilder.CreateIndex("ix", "orders", "a")|]{{Concurrently}};""")]
    [InlineData(Ef, $$"""migrationBuilder.DropColumn("c", "orders"); [|migrationBuilder.CreateIndex("ix", "orders", "a")|]{{Concurrently}};""")]
    [InlineData(FluentAlone, """Alter.Table("orders").AddColumn("c").AsString().Nullable(); [|Create.Index("ix")|].OnTable("orders").OnColumn("c").Ascending().WithOptions().AsConcurrently();""")]
    [InlineData(FluentAlone, """Create.Table("fresh").WithColumn("id").AsInt32(); Execute.Sql("[|VACUUM orders|]");""")]
    public Task AfterWhatCannotRunAgain_Triggers(Written written, string source) => VerifyAsync(written, source);

    /// <summary>When what follows fails, the index is there: building it again fails.</summary>
    [Theory]
    [InlineData(Ef, $$"""[|migrationBuilder.CreateIndex("ix", "orders", "a")|]{{Concurrently}}; {{Column}}""")]
    [InlineData(Ef, $$"""migrationBuilder.Sql("[|DROP INDEX CONCURRENTLY ix|]", suppressTransaction: true); {{Column}}""")]
    [InlineData(FluentAlone, """[|Create.Index("ix")|].OnTable("orders").OnColumn("c").Ascending().WithOptions().AsConcurrently(); Alter.Table("orders").AddColumn("c").AsString().Nullable();""")]
    public Task BeforeWhatMayFail_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, $$"""migrationBuilder.CreateIndex("ix", "orders", "a"){{Concurrently}};""")]
    [InlineData(Ef, $$"""{{Column}} {{Column}}""")]
    [InlineData(Ef, """migrationBuilder.Sql("SET statement_timeout = 0", suppressTransaction: true); migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix ON orders (a)", suppressTransaction: true); migrationBuilder.Sql("RESET statement_timeout", suppressTransaction: true);""")]
    [InlineData(EfSuppressed, "UPDATE orders SET a = 1 WHERE id = 1; DROP INDEX ix")]
    [InlineData(FluentAlone, """Create.Index("ix").OnTable("orders").OnColumn("c").Ascending().WithOptions().AsConcurrently();""")]
    [InlineData(FluentAlone, """Alter.Table("orders").AddColumn("a").AsString().Nullable().AddColumn("b").AsString().Nullable();""")]
    [InlineData(Script, "ALTER TABLE orders ADD c text; CREATE INDEX CONCURRENTLY ix ON orders (c)")]
    public Task AloneInItsMigration_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS i1", suppressTransaction: true); migrationBuilder.Sql("CREATE INDEX CONCURRENTLY i1 ON orders (a)", suppressTransaction: true); migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS i2", suppressTransaction: true); migrationBuilder.Sql("CREATE INDEX CONCURRENTLY i2 ON orders (b)", suppressTransaction: true);""")]
    [InlineData(Ef, """migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix ON orders (a)", suppressTransaction: true); migrationBuilder.Sql("SET lock_timeout = 0");""")]
    [InlineData(Ef, """migrationBuilder.Sql("ALTER TABLE orders ADD COLUMN IF NOT EXISTS c text", suppressTransaction: true); migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix", suppressTransaction: true);""")]
    [InlineData(Ef, $$"""migrationBuilder.UpdateData("roles", "id", 1, "a", 5); migrationBuilder.CreateIndex("ix", "orders", "a"){{Concurrently}};""")]
    [InlineData(FluentAlone, """Execute.Sql("REINDEX INDEX CONCURRENTLY i1"); Execute.Sql("REINDEX INDEX CONCURRENTLY i2");""")]
    public Task BesideWhatRunsAgain_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData("DROP INDEX CONCURRENTLY ix", "DROP INDEX CONCURRENTLY runs outside the transaction, so that a failure leaves this migration half applied and not recorded; move it to a migration of its own")]
    [InlineData("DELETE FROM orders WHERE id = 5", "SQL with suppressTransaction runs outside the transaction, so that a failure leaves this migration half applied and not recorded; move it to a migration of its own")]
    public Task Message_NamesTheOperation(string sql, string message) =>
        VerifyMessageAsync(Ef, $$"""{{Column}} migrationBuilder.Sql("{|#0:{{sql}}|}", suppressTransaction: true);""", message);
}
