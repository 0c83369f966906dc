namespace PhasedMigrations.CodeFixes.Tests.Phased;

public sealed class AddForeignKeyTests
{
    [Fact]
    public Task EverythingAForeignKeyCanSay_IsKept() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM3001:migrationBuilder.AddForeignKey(
                name: "FK_lines_orders",
                schema: "sales",
                table: "lines",
                columns: new[] { "order_id", "year" },
                principalSchema: "archive",
                principalTable: "orders",
                principalColumns: new[] { "id", "year" },
                onUpdate: ReferentialAction.Restrict,
                onDelete: ReferentialAction.SetNull)|};
            """,
            """
            migrationBuilder.DropForeignKey(
                name: "FK_lines_orders",
                schema: "sales",
                table: "lines");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .AddForeignKey(
                    name: "FK_lines_orders",
                    table: "lines",
                    columns: new[] { "order_id", "year" },
                    principalTable: "orders",
                    principalColumns: new[] { "id", "year" },
                    schema: "sales",
                    principalSchema: "archive",
                    onUpdate: ForeignKeyAction.Restrict,
                    onDelete: ForeignKeyAction.SetNull));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Fact]
    public Task KeyWithoutPrincipalColumn_StaysWithoutOne() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM3001:migrationBuilder.AddForeignKey(
                name: "FK_orders_users",
                // who ordered
                table: "orders",
                column: "user_id",
                principalTable: "users")|};
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                // who ordered
                .AddForeignKey(name: "FK_orders_users", table: "orders", column: "user_id", principalTable: "users"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("onDelete: System.Enum.Parse<ReferentialAction>(\"Cascade\")")]
    public Task ActionThatIsNotConstant_IsNotOffered(string action)
    {
        var source = MigrationSource.Scaffolded(
            $$"""{|PHM3001:migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "user_id", principalTable: "users", {{action}})|};""");
        return FixTest.VerifyNotOfferedAsync(FixKind.Phased, source);
    }
}
