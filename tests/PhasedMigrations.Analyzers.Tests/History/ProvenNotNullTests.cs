using PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;
using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>A validated CHECK spares SET NOT NULL its scan; the statement that EF Core and FluentMigrator send checks it anew.</summary>
public sealed class ProvenNotNullTests
{
    private const string Check = "ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID";
    private const string Validate = "ALTER TABLE t VALIDATE CONSTRAINT k";
    private const string SetNotNull = "ALTER TABLE t ALTER COLUMN c SET NOT NULL";
    private const string Scans = "ALTER TABLE t {|PHM1007:ALTER COLUMN c SET NOT NULL|}";
    private const string Drop = "ALTER TABLE t DROP CONSTRAINT k";

    [Theory]
    [InlineData(Check, Validate, SetNotNull, Drop)]
    [InlineData(Check, Validate, "ALTER TABLE public.t ALTER c SET NOT NULL")]
    [InlineData("CREATE TABLE t (c int CONSTRAINT k CHECK (c IS NOT NULL))", SetNotNull)]
    [InlineData("ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID", "ALTER TABLE t RENAME TO u; ALTER TABLE u VALIDATE CONSTRAINT k; ALTER TABLE u ALTER c SET NOT NULL")]
    public Task SqlBehindAValidatedCheck_DoesNotTrigger(params string[] migrations) => VerifyAsync(migrations);

    [Theory]
    [InlineData(Check, Scans)]
    [InlineData(Check, Validate, "ALTER TABLE t {|PHM1007:ALTER COLUMN c SET NOT NULL|}, DROP CONSTRAINT k")]
    [InlineData(Check, Validate, Drop, Scans)]
    [InlineData(Check, "ALTER TABLE u VALIDATE CONSTRAINT k", Scans)]
    [InlineData("CREATE TABLE t (c int CONSTRAINT k CHECK (c > 0))", Scans)]
    [InlineData("CREATE TABLE t (c int CHECK (c IS NOT NULL))", "DROP TABLE t; CREATE TABLE t (c int)", Scans)]
    public Task SqlWithoutProof_Triggers(params string[] migrations) => VerifyAsync(migrations);

    [Theory]
    [InlineData("""{|PHM1007:b.AlterColumn<int>("c", "t", "integer", oldNullable: true)|}""")]
    [InlineData("""b.DropTable("u"); b.Sql("ALTER TABLE t ALTER c SET NOT NULL")""")]
    public Task AlterColumnOfEntityFrameworkCore_ChecksItAnew(string last) => new MigrationTest()
        .With("/0/A.cs", Migration("A", "20250101000000", Sql(Check)))
        .With("/0/B.cs", Migration("B", "20250102000000", Sql(Validate)))
        .With("/0/C.cs", Migration("C", "20250103000000", last))
        .VerifyAsync();

    [Theory]
    [InlineData("""Alter.Table("t").{|PHM1007:AlterColumn("c")|}.AsInt32().NotNullable();""")]
    [InlineData("""Execute.Sql("ALTER TABLE t ALTER c SET NOT NULL");""")]
    public Task AlterColumnOfFluentMigrator_ChecksItAnew(string last) => new MigrationTest()
        .With("/0/A.cs", FluentTest.Migration($"Execute.Sql(\"{Check}\");", attributes: "[Migration(1)]", name: "A"))
        .With("/0/B.cs", FluentTest.Migration($"Execute.Sql(\"{Validate}\");", attributes: "[Migration(2)]", name: "B"))
        .With("/0/C.cs", FluentTest.Migration(last, attributes: "[Migration(3)]", name: "C"))
        .VerifyAsync();

    /// <summary>The early migrations are gone; the model behind one that is left tells what they made.</summary>
    [Theory]
    [InlineData("IsRequired()", SetNotNull)]
    [InlineData("HasColumnType(\"text\")", Scans)]
    public Task TableOfALostMigration_IsKnownByTheModel(string column, string sql) => new MigrationTest()
        .With("/0/A.cs", Migration("A", "20250101000000", "b.DropTable(\"u\")"))
        .With("/0/A.Designer.cs", $$"""
            using Microsoft.EntityFrameworkCore;
            namespace Shop;
            partial class A
            {
                protected override void BuildTargetModel(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation("x", 1);
            }
            """.Replace("=> modelBuilder.HasAnnotation(\"x\", 1);", $$"""
            {
                modelBuilder.Entity("Shop.T", b => { b.Property<string>("c").{{column}}; b.ToTable("t"); });
            }
            """, StringComparison.Ordinal))
        .With("/0/B.cs", Migration("B", "20250102000000", "b.DropTable(\"v\")"))
        .With("/0/C.cs", Migration("C", "20250103000000", Sql(sql)))
        .VerifyAsync();

    private static async Task VerifyAsync(string[] migrations)
    {
        var test = new MigrationTest();
        for (var i = 0; i < migrations.Length; i++)
            test.With($"/0/M{i}.cs", Migration($"M{i}", $"2025010{i + 1}000000", Sql(migrations[i])));
        await test.VerifyAsync();

        var scripts = new ScriptTest();
        for (var i = 0; i < migrations.Length; i++)
            scripts.With($"db/V{i + 1}__change.sql", $"CREATE TABLE other{i} (a int);\n{migrations[i]};\nALTER TABLE elsewhere ADD d int;");
        await scripts.VerifyAsync();
    }

    private static string Sql(string sql) => $"b.Sql(\"{sql}\")";

    private static string Migration(string name, string timestamp, string up) => $$"""
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        namespace Shop;
        [Migration("{{timestamp}}_{{name}}")]
        public partial class {{name}} : Migration
        {
            protected override void Up(MigrationBuilder b) { {{up}}; }
        }
        """;
}
