using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Constraints;

public sealed class ForeignKeyValidatedUnderLockTests() : RuleTest("PHM3001")
{
    private const string Key = """migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "user_id", principalTable: "users", principalColumn: "id")""";
    private const string NewUsers = """migrationBuilder.CreateTable(name: "users", columns: table => new { id = table.Column<int>() });""";
    private const string NewOrders = """migrationBuilder.CreateTable(name: "orders", columns: table => new { user_id = table.Column<int>() });""";

    [Theory]
    [InlineData(Ef, $"[|{Key}|];")]
    [InlineData(Ef, """[|migrationBuilder.AddForeignKey("FK", "orders", "user_id", "users", principalColumn: "id", onDelete: ReferentialAction.Cascade)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AddForeignKey("FK", "orders", new[] { "a", "b" }, "users", principalColumns: new[] { "a", "b" })|];""")]
    [InlineData(Fluent, """[|Create.ForeignKey("FK")|].FromTable("orders").ForeignColumn("user_id").ToTable("users").PrimaryColumn("id");""")]
    [InlineData(Fluent, """[|Create.ForeignKey()|].FromTable("orders").InSchema("s").ForeignColumns("a", "b").ToTable("users").InSchema("t").PrimaryColumns("a", "b").OnDelete(System.Data.Rule.Cascade);""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsInt32().Nullable().[|ForeignKey("users", "id")|].OnDelete(System.Data.Rule.SetNull);""")]
    [InlineData(Fluent, """Alter.Column("c").OnTable("orders").AsInt32().[|ForeignKey("FK", "s", "users", "id")|];""")]
    [InlineData(Fluent, """Create.Table("users").WithColumn("id").AsInt32().[|ReferencedBy("FK", "orders", "user_id")|];""")]
    [InlineData(AnyDdl, "ALTER TABLE orders [|ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE|]")]
    [InlineData(AnyDdl, "ALTER TABLE ONLY s.\"Orders\" ADD a int, [|ADD FOREIGN KEY (a, b) REFERENCES users MATCH FULL DEFERRABLE|]")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD user_id int DEFAULT 1 [|REFERENCES users|]")]
    [InlineData(AnyDdl, "CREATE TABLE users (id int PRIMARY KEY); ALTER TABLE orders [|ADD FOREIGN KEY (user_id) REFERENCES users|]")]
    public Task KeyOnLiveTable_Triggers(Written written, string source) => VerifyAsync(written, source);

    /// <summary>PostgreSQL reads the child table even where the new column is NULL in every row.</summary>
    [Theory]
    [InlineData(Ef, $"""migrationBuilder.AddColumn<int>(name: "user_id", table: "orders", type: "integer", nullable: true); [|{Key}|];""")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD user_id int; ALTER TABLE orders [|ADD FOREIGN KEY (user_id) REFERENCES users|]")]
    public Task KeyOverNewColumn_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, $"{NewOrders} {Key};")]
    [InlineData(Ef, """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { user_id = table.Column<int>() },
            constraints: table => table.ForeignKey("FK", order => order.user_id, "users", "id"));
        """)]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("user_id").AsInt32().ForeignKey("users", "id");""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("id").AsInt32(); Create.ForeignKey("FK").FromTable("orders").ForeignColumn("id").ToTable("users").PrimaryColumn("id");""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("id").AsInt32(); Alter.Table("users").AddColumn("x").AsInt32().Nullable().ReferencedBy("orders", "id");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsInt32().Nullable().ForeignKey();""")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT VALID")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD user_id int REFERENCES users")]
    [InlineData(AnyDdl, "CREATE TABLE orders (id int, user_id int REFERENCES users); ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES users")]
    public Task HarmlessKey_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, $$"""{|#0:{{Key}}|};""",
        "Adding foreign key 'FK' blocks writes to 'orders' and 'users' until every row of 'orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Ef, $$"""{{NewUsers}} {|#0:{{Key}}|};""",
        "Adding foreign key 'FK' blocks writes to 'orders' until every row of 'orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Ef, """{|#0:migrationBuilder.AddForeignKey("FK", "orders", "parent_id", "orders")|};""",
        "Adding foreign key 'FK' blocks writes to 'orders' until every row of 'orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Ef, """{|#0:migrationBuilder.AddForeignKey("FK", "orders", "user_id", System.Environment.MachineName)|};""",
        "Adding foreign key 'FK' blocks writes to 'orders' and the referenced table until every row of 'orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Ef, """{|#0:migrationBuilder.AddForeignKey(System.Environment.MachineName, System.Environment.MachineName, "user_id", "users")|};""",
        "Adding a foreign key blocks writes to its table and 'users' until every row of its table is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Fluent, """{|#0:Create.ForeignKey("FK")|}.FromTable("orders").InSchema("a").ForeignColumn("user_id").ToTable("users").InSchema("b").PrimaryColumn("id");""",
        "Adding foreign key 'FK' blocks writes to 'a.orders' and 'b.users' until every row of 'a.orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(Fluent, """Create.Table("users").WithColumn("id").AsInt32().{|#0:ReferencedBy("FK", "orders", "user_id")|};""",
        "Adding foreign key 'FK' blocks writes to 'orders' until every row of 'orders' is checked; add it NOT VALID and validate it afterwards")]
    [InlineData(NpgsqlSql, "ALTER TABLE a.orders {|#0:ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES b.users|}",
        "Adding foreign key 'fk' blocks writes to 'a.orders' and 'b.users' until every row of 'a.orders' is checked; add it NOT VALID and validate it afterwards")]
    public Task Message_UsesTheNamesOfTheMigration(Written written, string source, string message) => VerifyMessageAsync(written, source, message);
}
