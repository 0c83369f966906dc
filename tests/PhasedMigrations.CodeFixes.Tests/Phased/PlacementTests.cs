namespace PhasedMigrations.CodeFixes.Tests.Phased;

/// <summary>Several fixes in one migration: one call, in order, where everything it needs exists.</summary>
public sealed class PlacementTests
{
    [Fact]
    public Task SeveralCalls_JoinAfterTheLastOfThem() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1001:migrationBuilder.AddColumn<string>(
                name: "city",
                table: "orders",
                type: "text",
                nullable: false)|};

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new { id = table.Column<int>(type: "integer", nullable: false) },
                constraints: table => table.PrimaryKey("PK_users", x => x.id));

            // the report reads by city
            {|PHM2001:migrationBuilder.CreateIndex(
                name: "IX_orders_city",
                table: "orders",
                column: "city")|}; // and by nothing else

            migrationBuilder.CreateIndex(
                name: "IX_users_id",
                table: "users",
                column: "id");

            {|PHM3001:migrationBuilder.AddForeignKey(
                name: "FK_orders_users_user_id",
                table: "orders",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade)|};
            """,
            """
            // the key first
            migrationBuilder.DropForeignKey(
                name: "FK_orders_users_user_id",
                table: "orders");

            migrationBuilder.DropTable(
                name: "users");

            // then the index
            migrationBuilder.DropIndex(
                name: "IX_orders_city",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "city",
                table: "orders");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new { id = table.Column<int>(type: "integer", nullable: false) },
                constraints: table => table.PrimaryKey("PK_users", x => x.id));

            migrationBuilder.CreateIndex(
                name: "IX_users_id",
                table: "users",
                column: "id");

            migrationBuilder.Phased("AddThings", phased => phased
                .AddRequiredColumn(table: "orders", column: "city", type: "text", existingRows: "''")
                // the report reads by city
                // and by nothing else
                .CreateIndex(name: "IX_orders_city", table: "orders", column: "city")
                .AddForeignKey(
                    name: "FK_orders_users_user_id",
                    table: "orders",
                    column: "user_id",
                    principalTable: "users",
                    principalColumn: "id",
                    onDelete: ForeignKeyAction.Cascade));
            """,
            """
            // the key first
            // then the index
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.DropTable(
                name: "users");
            """));

    [Fact]
    public Task ExistingCallOfThatName_IsExtended() => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", p => p
                .SetNotNull(table: "orders", column: "total"));

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_total", table: "orders", column: "total")|};
            """,
            """
            migrationBuilder.DropIndex(name: "IX_orders_total", table: "orders");

            migrationBuilder.RevertPhased("AddThings");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", p => p
                .SetNotNull(table: "orders", column: "total")
                .CreateIndex(name: "IX_orders_total", table: "orders", column: "total"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Fact]
    public Task CallBeforeTheExistingOne_GoesBeforeItsOperations() => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            """
            {|PHM1001:migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: false)|};

            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank") // by rank
                .AddForeignKey(name: "FK", table: "orders", column: "rank", principalTable: "ranks"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .AddRequiredColumn(table: "orders", column: "rank", type: "integer", existingRows: "0")
                .CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank") // by rank
                .AddForeignKey(name: "FK", table: "orders", column: "rank", principalTable: "ranks"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Fact]
    public Task CallThatKeptTwoApart_JoinsThem() => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings2", phased => phased
                .AddRequiredColumn(table: "orders", column: "rank", type: "integer", existingRows: "0"));

            // by rank
            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank")|};

            migrationBuilder.Phased("AddThings", phased => phased
                .AddForeignKey(name: "FK", table: "orders", column: "rank", principalTable: "ranks"));
            """,
            """
            // the key
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.DropIndex(name: "IX_orders_rank", table: "orders");

            // the column
            migrationBuilder.RevertPhased("AddThings2");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .AddRequiredColumn(table: "orders", column: "rank", type: "integer", existingRows: "0")
                // by rank
                .CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank")
                .AddForeignKey(name: "FK", table: "orders", column: "rank", principalTable: "ranks"));
            """,
            """
            // the key
            // the column
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Theory]
    [InlineData("""migrationBuilder.Sql("UPDATE orders SET total = 0 WHERE id = 1");""")]
    [InlineData("""migrationBuilder.RenameColumn(name: "amount", table: "orders", newName: "total");""")]
    [InlineData("""migrationBuilder.Phased("Mine", p => p.SetNotNull(table: "orders", column: "id"));""")]
    public Task StatementThatNothingMayCross_SplitsTheCall(string between) => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            $$"""
            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};

            {{between}}

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_total", table: "orders", column: "total")|};
            """,
            """
            migrationBuilder.DropIndex(name: "IX_orders_total", table: "orders");

            migrationBuilder.DropIndex(name: "IX_orders_id", table: "orders");
            """),
        MigrationSource.Phased(
            $$"""
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "IX_orders_id", table: "orders", column: "id"));

            {{between}}

            migrationBuilder.Phased("AddThings2", phased => phased
                .CreateIndex(name: "IX_orders_total", table: "orders", column: "total"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings2");

            migrationBuilder.RevertPhased("AddThings");
            """));

    [Fact]
    public Task LocalNamedPhased_IsNotHidden() => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            """
            var phased = "orders";

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: phased, column: "id")|};
            """,
            "migrationBuilder.DropIndex(name: \"IX_orders_id\");"),
        MigrationSource.Phased(
            """
            var phased = "orders";

            migrationBuilder.Phased("AddThings", operations => operations
                .CreateIndex(name: "IX_orders_id", table: phased, column: "id"));
            """,
            "migrationBuilder.RevertPhased(\"AddThings\");"));

    [Theory]
    [InlineData("var index = {|PHM2001:migrationBuilder.CreateIndex(name: \"IX_orders_id\", table: \"orders\", column: \"id\")|};")]
    [InlineData("foreach (var c in new[] { \"id\" })\n    {|PHM2001:migrationBuilder.CreateIndex(name: \"IX_orders_\" + c, table: \"orders\", column: c)|};")]
    [InlineData("if (migrationBuilder.ActiveProvider == \"Npgsql.EntityFrameworkCore.PostgreSQL\")\n    {|PHM2001:migrationBuilder.CreateIndex(name: \"IX_orders_id\", table: \"orders\", column: \"id\")|};")]
    [InlineData("Helper();\n\nvoid Helper() => {|PHM2001:migrationBuilder.CreateIndex(name: \"IX_orders_id\", table: \"orders\", column: \"id\")|};")]
    [InlineData("var other = migrationBuilder;\n{|PHM2001:other.CreateIndex(name: \"IX_orders_id\", table: \"orders\", column: \"id\")|};")]
    [InlineData("{|PHM2001:migrationBuilder.CreateIndex(name: \"IX_orders_id\", table: \"orders\", column: \"id\")|}; migrationBuilder.Sql(\"SELECT 1\");")]
    public async Task CallThatIsNoStatementOfUp_IsNotOffered(string up)
    {
        await FixTest.VerifyNotOfferedAsync(FixKind.Phased, MigrationSource.Phased(up));
        await FixTest.VerifyNotOfferedAsync(FixKind.Plain, MigrationSource.Phased(up));
    }

    [Fact]
    public Task RuntimeNotReferenced_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded("""{|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};"""),
        withRuntime: false);
}
