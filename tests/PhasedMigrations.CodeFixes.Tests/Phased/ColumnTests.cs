namespace PhasedMigrations.CodeFixes.Tests.Phased;

public sealed class ColumnTests
{
    /// <summary>The column <c>a "b"</c> as a quoted identifier inside a C# literal.</summary>
    private const string Column = @"\""a \""\""b\""\""\""";

    [Theory]
    [InlineData("string", "text", "''")]
    [InlineData("string", "character varying(50)", "''")]
    [InlineData("string", "jsonb", "'{}'")]
    [InlineData("int", "integer", "0")]
    [InlineData("long", "bigint", "0")]
    [InlineData("decimal", "numeric(18,2)", "0")]
    [InlineData("bool", "boolean", "false")]
    [InlineData("System.Guid", "uuid", "'00000000-0000-0000-0000-000000000000'")]
    [InlineData("System.DateTime", "timestamp with time zone", "'-infinity'")]
    [InlineData("System.DateTimeOffset", "timestamp(3) with time zone", "'-infinity'")]
    [InlineData("System.DateOnly", "date", "'-infinity'")]
    [InlineData("System.TimeSpan", "interval", "'00:00:00'")]
    [InlineData("byte[]", "bytea", """'\\x'""")]
    [InlineData("string[]", "text[]", "'{}'")]
    public Task RequiredColumn_GetsTheValueOfTheScaffolder(string clrType, string storeType, string existingRows) => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            $$"""{|PHM1001:migrationBuilder.AddColumn<{{clrType}}>(name: "c", table: "t", type: "{{storeType}}", nullable: false)|};""",
            """migrationBuilder.DropColumn(name: "c", table: "t");"""),
        MigrationSource.Phased(
            $"""
            migrationBuilder.Phased("AddThings", phased => phased
            {Operation("AddRequiredColumn", "table: \"t\"", "column: \"c\"", $"type: \"{storeType}\"", $"existingRows: \"{existingRows}\"")});
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Fact]
    public Task RequiredColumn_KeepsSchemaCollationAndComment() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1001:migrationBuilder.AddColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "character varying(50)",
                maxLength: 50,
                nullable: false,
                comment: "where to",
                collation: "C")|};
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .AddRequiredColumn(
                    table: "orders",
                    column: "city",
                    type: "character varying(50)",
                    existingRows: "''",
                    schema: "sales",
                    collation: "C",
                    comment: "where to"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("""AddColumn<string>(name: "c", table: "t", nullable: false)""")]
    [InlineData("""AddColumn<int>(name: "c", table: "t", type: "my_enum", nullable: false)""")]
    [InlineData("""AddColumn<char>(name: "c", table: "t", type: "character(1)", nullable: false)""")]
    [InlineData("""AddColumn<byte[]>(name: "c", table: "t", type: "bytea", rowVersion: true, nullable: false)""")]
    public Task RequiredColumnOfUnknownValue_IsNotOffered(string call) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($$"""{|PHM1001:migrationBuilder.{{call}}|};"""));

    [Fact]
    public Task RequiredColumnWithAnnotation_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded(
            """{|PHM1001:migrationBuilder.AddColumn<int>(name: "c", table: "t", type: "integer", nullable: false)|}.Annotation("My:Own", 1);"""));

    [Fact]
    public Task SetNotNullAlone_ReplacesTheCall() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1007:migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true)|};
            """,
            """
            migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .SetNotNull(table: "orders", column: "city", schema: "sales"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Fact]
    public Task SetNotNullAmongOtherChanges_LeavesThemInPlace() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            // longer cities
            {|PHM1007:migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(80)",
                nullable: false,
                comment: "where to",
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldNullable: true)|};

            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank")|};
            """,
            """
            migrationBuilder.DropColumn(name: "rank", table: "orders");

            // shorter cities
            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(50)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldComment: "where to");
            """),
        MigrationSource.Phased(
            """
            // longer cities
            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(80)",
                nullable: true,
                comment: "where to",
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldNullable: true);

            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Phased("AddThings", phased => phased
                .SetNotNull(table: "orders", column: "city")
                .CreateIndex(name: "IX_orders_rank", table: "orders", column: "rank"));
            """,
            """
            migrationBuilder.DropColumn(name: "rank", table: "orders");

            migrationBuilder.RevertPhased("AddThings");

            // shorter cities
            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(50)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldNullable: true,
                oldComment: "where to");
            """));

    [Fact]
    public Task SetNotNullWithoutANullableArgument_GetsOne() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """{|PHM1007:migrationBuilder.AlterColumn<int>("city", "orders", "bigint", oldType: "integer", oldNullable: true)|};"""),
        MigrationSource.Phased(
            """
            migrationBuilder.AlterColumn<int>("city", "orders", "bigint", oldType: "integer", oldNullable: true, nullable: true);

            migrationBuilder.Phased("AddThings", phased => phased
                .SetNotNull(table: "orders", column: "city"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("string", "text", "defaultValue: \"it's\"", "'it''s'")]
    [InlineData("int", "integer", "defaultValue: -1", "-1")]
    [InlineData("bool", "boolean", "defaultValue: true", "TRUE")]
    [InlineData("decimal", "numeric", "defaultValue: 0.5m", "0.5")]
    [InlineData("System.Guid", "uuid", "defaultValue: new System.Guid(\"00000000-0000-0000-0000-00000000000a\")", "'00000000-0000-0000-0000-00000000000a'")]
    [InlineData("System.DateTime", "timestamp with time zone", "defaultValue: new System.DateTime(1, 1, 1, 0, 0, 0, 0, System.DateTimeKind.Unspecified)", "TIMESTAMPTZ '-infinity'")]
    [InlineData("System.DateTime", "timestamp with time zone", "defaultValue: new System.DateTime(2026, 2, 3, 4, 5, 6, 7, System.DateTimeKind.Utc)", "TIMESTAMPTZ '2026-02-03T04:05:06.007Z'")]
    [InlineData("System.DateTime", "timestamp without time zone", "defaultValue: new System.DateTime(2026, 2, 3, 0, 0, 0, 0, System.DateTimeKind.Unspecified)", "TIMESTAMP '2026-02-03T00:00:00'")]
    [InlineData("string[]", "text[]", "defaultValue: new string[0]", "'{}'")]
    [InlineData("System.DateTime", "timestamp with time zone", "defaultValueSql: \"now()\"", "now()")]
    public Task HiddenUpdate_BecomesABackfill(string clrType, string storeType, string value, string sql) => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            $$"""
            {|PHM1008:migrationBuilder.AlterColumn<{{clrType}}>(
                name: "a \"b\"",
                schema: "s",
                table: "t",
                type: "{{storeType}}",
                nullable: false,
                {{value}},
                oldClrType: typeof({{clrType}}),
                oldType: "{{storeType}}",
                oldNullable: true)|};
            """,
            $"""
            migrationBuilder.AlterColumn<{clrType}>(
                name: "a \"b\"",
                schema: "s",
                table: "t",
                type: "{storeType}",
                nullable: true,
                oldClrType: typeof({clrType}),
                oldType: "{storeType}",
                old{char.ToUpperInvariant(value[0])}{value[1..]});
            """),
        MigrationSource.Phased(
            $"""
            migrationBuilder.AlterColumn<{clrType}>(
                name: "a \"b\"",
                schema: "s",
                table: "t",
                type: "{storeType}",
                nullable: true,
                {value},
                oldClrType: typeof({clrType}),
                oldType: "{storeType}",
                oldNullable: true);

            migrationBuilder.Phased("AddThings", phased => phased
            {Operation("Backfill", "table: \"t\"", $"set: \"{Column} = {sql}\"", $"where: \"{Column} IS NULL\"", "schema: \"s\"")}
                .SetNotNull(table: "t", column: "a \"b\"", schema: "s"));
            """,
            $"""
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.AlterColumn<{clrType}>(
                name: "a \"b\"",
                schema: "s",
                table: "t",
                type: "{storeType}",
                nullable: true,
                oldClrType: typeof({clrType}),
                oldType: "{storeType}",
                oldNullable: true,
                old{char.ToUpperInvariant(value[0])}{value[1..]});
            """));

    /// <summary>On one line up to 120 columns, 12 of which are the indentation of the statement.</summary>
    private static string Operation(string method, params string[] arguments)
    {
        var line = $"    .{method}({string.Join(", ", arguments)})";
        return line.Length + 12 <= 120 ? line : $"    .{method}(\n        {string.Join(",\n        ", arguments)})";
    }

    [Theory]
    [InlineData("defaultValue: System.Environment.NewLine")]
    [InlineData("defaultValueSql: System.Environment.NewLine")]
    [InlineData("defaultValue: new System.Version(1, 2)")]
    [InlineData("defaultValue: new System.DateTime(2026, 2, 3, 0, 0, 0, 0, System.DateTimeKind.Local)")]
    public async Task HiddenUpdateWithAValueThatIsNoSql_IsNotOffered(string value)
    {
        var source = MigrationSource.Scaffolded(
            $$"""{|PHM1008:migrationBuilder.AlterColumn<string>(name: "c", table: "t", type: "text", nullable: false, {{value}}, oldNullable: true)|};""");
        await FixTest.VerifyNotOfferedAsync(FixKind.Phased, source);
        await FixTest.VerifyNotOfferedAsync(FixKind.Plain, source);
    }
}
