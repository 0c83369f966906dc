namespace PhasedMigrations.CodeFixes.Tests.Plain;

public sealed class TemporaryDefaultTests
{
    private const string Comment =
        "// Deploy this after the code that does not know the column is gone: until then its inserts rely on the default.";

    [Theory]
    [InlineData("string", "text", "defaultValue: \"\"", "''")]
    [InlineData("string", null, "defaultValue: \"\"", "''")]
    [InlineData("string", "jsonb", "defaultValueSql: \"'{}'\"", "'{}'")]
    [InlineData("int", null, "defaultValue: 0", "0")]
    [InlineData("short", "smallint", "defaultValue: (short)0", "0")]
    [InlineData("long", "bigint", "defaultValue: 0L", "0")]
    [InlineData("decimal", "numeric(18,2)", "defaultValue: 0m", "0")]
    [InlineData("double", "double precision", "defaultValue: 0.0", "0")]
    [InlineData("float", "real", "defaultValue: 0f", "0")]
    [InlineData("bool", "boolean", "defaultValue: false", "false")]
    [InlineData("byte[]", "bytea", "defaultValue: new byte[0]", @"'\x'")]
    [InlineData("string[]", "text[]", "defaultValueSql: \"'{}'\"", "'{}'")]
    public Task RequiredColumn_GetsADefaultUntilTheOldCodeIsGone(string clrType, string? storeType, string argument, string sql) =>
        FixTest.VerifyPlainAsync(
            MigrationSource.Scaffolded(
                $$"""
                {|PHM1001:migrationBuilder.AddColumn<{{clrType}}>(
                    name: "c",
                    table: "t",{{(storeType is null ? "" : $"\n    type: \"{storeType}\",")}}
                    nullable: false,
                    comment: "kept")|};
                """,
                """
                migrationBuilder.DropColumn(name: "c", table: "t");
                """),
            MigrationSource.Scaffolded(
                $$"""
                migrationBuilder.AddColumn<{{clrType}}>(
                    name: "c",
                    table: "t",{{(storeType is null ? "" : $"\n    type: \"{storeType}\",")}}
                    nullable: false,
                    {{argument}},
                    comment: "kept");
                """,
                """
                migrationBuilder.DropColumn(name: "c", table: "t");
                """),
            MigrationSource.FollowUp("DropDefaults",
                $""""
                {Comment}
                migrationBuilder.Sql("""ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;""");
                """",
                $""""
                migrationBuilder.Sql("""ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT {sql};""");
                """"));

    [Fact]
    public Task TypesOfSystem_BringTheirUsing() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1001:migrationBuilder.AddColumn<System.Guid>("a", "t", "uuid", defaultValue: null)|};

            {|PHM1001:migrationBuilder.AddColumn<System.DateTime>(name: "b", table: "t", schema: "s", type: "timestamp with time zone", nullable: false)|};
            """),
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<System.Guid>("a", "t", "uuid", defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<System.DateTime>(name: "b", table: "t", schema: "s", type: "timestamp with time zone", nullable: false, defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));
            """,
            usings: """
            using System;
            using Microsoft.EntityFrameworkCore.Migrations;
            """),
        MigrationSource.FollowUp("DropDefaults",
            $""""
            {Comment}
            migrationBuilder.Sql("""ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT;""");

            {Comment}
            migrationBuilder.Sql("""ALTER TABLE "s"."t" ALTER COLUMN "b" DROP DEFAULT;""");
            """",
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT '00000000-0000-0000-0000-000000000000';
                """);

            migrationBuilder.Sql("""ALTER TABLE "s"."t" ALTER COLUMN "b" SET DEFAULT '-infinity';""");
            """"));

    [Theory]
    [InlineData("AddColumn<int>(name: System.Environment.NewLine, table: \"t\", nullable: false)")]
    [InlineData("AddColumn<char>(name: \"c\", table: \"t\", nullable: false)")]
    [InlineData("AddColumn<System.Net.IPAddress>(name: \"c\", table: \"t\", type: \"inet\", nullable: false)")]
    [InlineData("AddColumn<string>(name: \"c\", table: \"t\", type: \"uuid[\" + System.Environment.NewLine, nullable: false)")]
    public Task ColumnOfUnknownValue_IsNotOffered(string call) => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain, MigrationSource.Scaffolded($$"""{|PHM1001:migrationBuilder.{{call}}|};"""));
}
