using PhasedMigrations.Analyzers.Tests.Robustness;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>What is read without the compiler is what the compiler would have understood. MigrationTest compares every source of the other tests.</summary>
public sealed class ScaffoldedReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("""migrationBuilder.DropTable(name: "a", schema: "s");""")]
    [InlineData("""migrationBuilder.DropTable("a");""")]
    [InlineData("""migrationBuilder.AddColumn<int>(name: "c", table: "t", type: "integer", nullable: false, defaultValue: -1);""")]
    [InlineData("""migrationBuilder.AddColumn<long>(name: "c", table: "t", nullable: false, defaultValue: 0L);""")]
    [InlineData("""migrationBuilder.AddColumn<short>(name: "c", table: "t", nullable: false, defaultValue: (short)0);""")]
    [InlineData("""migrationBuilder.AddColumn<byte[]>(name: "c", table: "t", nullable: false, defaultValue: new byte[0]);""")]
    [InlineData("""migrationBuilder.AddColumn<decimal>(name: "c", table: "t", nullable: false, defaultValue: 0m);""")]
    [InlineData("""migrationBuilder.AddColumn<Guid>(name: "c", table: "t", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));""")]
    [InlineData("""migrationBuilder.AddColumn<DateTime>(name: "c", table: "t", nullable: false, defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));""")]
    [InlineData("""migrationBuilder.AddColumn<DateTimeOffset>(name: "c", table: "t", nullable: false, defaultValue: new DateTimeOffset(new DateTime(1, 1, 1), new TimeSpan(0, 0, 0, 0, 0)));""")]
    [InlineData("""migrationBuilder.AddColumn<DateTime>(name: "c", table: "t", nullable: false, defaultValueSql: "now()");""")]
    [InlineData("""migrationBuilder.AddColumn<int>(name: "c", table: "t").Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);""")]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "c", table: "t", computedColumnSql: "a || b", stored: true).Annotation("x", 1).Annotation("x", 2);""")]
    [InlineData("""migrationBuilder.AlterColumn<string>(name: "c", table: "t", nullable: false, defaultValue: "", oldClrType: typeof(string), oldType: "text", oldNullable: true).OldAnnotation("x", 1);""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix", table: "t", columns: new[] { "a", "b" }, unique: true, descending: new[] { true, false }, filter: "a > 0");""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix", table: "t", columns: ["a", "b"], descending: []);""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix", table: "t", column: "a").Annotation("Npgsql:CreatedConcurrently", true); migrationBuilder.DropIndex(name: "ix", table: "t");""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix", table: "t", column: "a").Annotation("Npgsql:IndexInclude", new[] { "b" });""")]
    [InlineData("""migrationBuilder.AddForeignKey(name: "fk", table: "t", column: "a", principalTable: "p", principalColumn: "id", onDelete: ReferentialAction.Cascade);""")]
    [InlineData("""migrationBuilder.AddForeignKey(name: "fk", table: "t", columns: new[] { "a", "b" }, principalTable: "p", principalColumns: new[] { "a", "b" });""")]
    [InlineData("""migrationBuilder.AddPrimaryKey(name: "pk", table: "t", column: "a"); migrationBuilder.DropPrimaryKey(name: "pk", table: "t");""")]
    [InlineData("""migrationBuilder.AddCheckConstraint(name: "ck", table: "t", sql: "a IS NOT NULL");""")]
    [InlineData("""migrationBuilder.RenameTable(name: "a", newName: "b"); migrationBuilder.RenameColumn(name: "x", table: "b", newName: "y");""")]
    [InlineData("""migrationBuilder.InsertData(table: "t", columns: new[] { "a", "b" }, values: new object[] { 1, Guid.NewGuid() });""")]
    [InlineData("""migrationBuilder.AlterDatabase().Annotation("Npgsql:PostgresExtension:citext", ",,").OldAnnotation("x", ",,");""")]
    [InlineData(""""migrationBuilder.Sql("UPDATE t SET a = 1; DROP TABLE \"b\";"); migrationBuilder.Sql(@"DROP INDEX ""c""", suppressTransaction: true);"""")]
    [InlineData(""""migrationBuilder.Sql("""ALTER TABLE t ADD c int; nonsense;""", true);"""")]
    [InlineData("""
        migrationBuilder.CreateTable(
            name: "t",
            columns: table => new
            {
                Id = table.Column<Guid>(type: "uuid", nullable: false).Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.SerialColumn),
                Other = table.Column<string>(name: "other", maxLength: 50, nullable: true, defaultValue: "x"),
                xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk", x => x.Id);
                table.UniqueConstraint("uq", x => new { x.Id, x.Other });
                table.ForeignKey(name: "fk", column: x => x.Other, principalTable: "p", principalColumn: "id");
                table.ForeignKey(name: "fk2", columns: x => new { x.Id, x.Other }, principalTable: "p", principalColumns: new[] { "a", "b" });
                table.CheckConstraint("ck", "\"other\" IS NOT NULL");
            }).Annotation("Npgsql:Comment", "c");
        """)]
    public void ScaffoldedCode_IsReadAsTheCompilerUnderstandsIt(string up) => Assert.Equal(1, Readings.AssertSame([Source(up)]));

    /// <summary>The first argument that a rule reads must be a value that stands there.</summary>
    [Theory]
    [InlineData("""const string t = "t"; migrationBuilder.DropTable(t);""")]
    [InlineData("""migrationBuilder.DropTable(nameof(Guid));""")]
    [InlineData("""migrationBuilder.DropTable("a" + "b");""")]
    [InlineData("""migrationBuilder.DropTable($"a");""")]
    [InlineData("""if (migrationBuilder.IsNpgsql()) migrationBuilder.DropTable("t");""")]
    [InlineData("""{ migrationBuilder.DropTable("t"); }""")]
    [InlineData("""Helper(migrationBuilder);""")]
    [InlineData("""migrationBuilder.Helper();""")]
    [InlineData("""migrationBuilder.Phased("x", phased => { });""")]
    [InlineData("""migrationBuilder.CreateIndex("ix", "t", "c");""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix", table: "t", column: "c").Concurrently();""")]
    [InlineData("""migrationBuilder.AddColumn<E>(name: "c", table: "t", defaultValue: E.A);""")]
    [InlineData("""migrationBuilder.AddColumn<object>(name: "c", table: "t", defaultValue: new[] { 1, 2L });""")]
    [InlineData("""migrationBuilder.AddColumn<object>(name: "c", table: "t", defaultValue: new Guid(new byte[] { 1 }));""")]
    [InlineData("""migrationBuilder.Sql(Read("x"));""")]
    [InlineData("""return;""")]
    public void OtherCode_IsLeftToTheCompiler(string up) => Assert.False(Readings.IsReadBySyntax(Source(up)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedCode_ThatCompiles_IsReadAsTheCompilerUnderstandsIt(int seed)
    {
        var mutants = new ArgumentMutants(MutationTests.Scaffolded, seed).Take(120);

        var compared = mutants.Sum(mutant => Readings.AssertSame([mutant], onlyIfCompilable: true));

        Assert.True(compared >= 20, $"Only {compared} methods of mutants that compile were read by syntax");
    }

    private static string Source(string up) => "using System;\nusing Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;\n" + MigrationTest.Migration(up);
}
