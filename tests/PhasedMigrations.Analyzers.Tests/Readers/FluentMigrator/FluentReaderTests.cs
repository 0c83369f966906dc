namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>Chains go on describing their statement wherever they are continued.</summary>
public sealed class FluentReaderTests
{
    private const string Index = """{|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id");""";

    [Theory]
    [InlineData("""var index = {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id"); index.Ascending();""")]
    [InlineData("""var column = Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString(); column.NotNullable();""")]
    [InlineData("""var column = Alter.Table("orders").AddColumn("c").AsString(); column.Nullable();""")]
    [InlineData("""var column = Alter.Table("orders").AddColumn("c").AsString(); column = column.NotNullable(); column.WithDefaultValue("");""")]
    [InlineData("""var table = Alter.Table("orders"); table.AddColumn("a").AsString().Nullable(); table.{|PHM1001:AddColumn("b")|}.AsString();""")]
    [InlineData("""var orders = Create.Table("orders"); orders.WithColumn("id").AsInt32(); Create.Index("IX").OnTable("orders").OnColumn("id");""")]
    [InlineData("""var create = Create; {|PHM2001:create.Index("IX")|}.OnTable("orders").OnColumn("id");""")]
    [InlineData("""var c = Alter.Table("orders").AddColumn("c").AsString(); if (DateTime.Now.Year > 2000) c.Nullable(); else c.NotNullable();""")]
    [InlineData("""var c = Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString(); if (DateTime.Now.Year > 2000) c.NotNullable();""")]
    [InlineData("""var c = Alter.Table("orders").AlterColumn("c").AsString(); if (DateTime.Now.Year > 2000) c.NotNullable();""")]
    [InlineData("""_ = DateTime.Now.Year > 2000 ? Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString() : Alter.Table("orders").AddColumn("c").AsString().Nullable();""")]
    [InlineData("""(DateTime.Now.Year > 2000 ? Alter.Table("a") : Alter.Table("b")).{|PHM1001:AddColumn("c")|}.AsString();""")]
    public Task ChainInParts_IsOneStatement(string statements) => FluentTest.VerifyUpAsync(statements);

    [Theory]
    [InlineData("Change();", $"private void Change() {{ {Index} }}")]
    [InlineData("Change();", $"protected virtual void Change() {{ {Index} }}")]
    [InlineData("""Change("orders");""", """private void Change(string table) => {|PHM2001:Create.Index("IX")|}.OnTable(table).OnColumn("id");""")]
    [InlineData("Change(this);", """private static void Change(Migration migration) => {|PHM2001:migration.Create.Index("IX")|}.OnTable("orders").OnColumn("id");""")]
    [InlineData("Change(Create);", """private static void Change(ICreateExpressionRoot create) => {|PHM2001:create.Index("IX")|}.OnTable("orders").OnColumn("id");""")]
    [InlineData("local(); void local() { " + Index + " }", "")]
    [InlineData("Action change = () => { " + Index + " }; change();", "")]
    [InlineData("""new[] { "a", "b" }.ToList().ForEach(table => {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id"));""", "")]
    [InlineData("""foreach (var table in new[] { "orders" }) {|PHM2001:Create.Index("IX_" + table)|}.OnTable(table).OnColumn("id");""", "")]
    [InlineData("""for (var i = 0; i < 2; i++) Alter.Table("orders").{|PHM1001:AddColumn("c" + i)|}.AsInt32();""", "", 2)]
    [InlineData("new Builder(this).Build();", """private sealed class Builder(Migration migration) { public void Build() => {|PHM2001:migration.Create.Index("IX")|}.OnTable("orders").OnColumn("id"); }""")]
    public Task Helper_IsFollowed(string up, string members, int findings = 1) => findings == 1
        ? FluentTest.VerifyUpAsync(up, members)
        : FluentTest.VerifyUpAsync(up.Replace("{|PHM1001:", "{|PHM1001:{|PHM1001:", StringComparison.Ordinal).Replace("|}", "|}|}", StringComparison.Ordinal), members);

    [Theory]
    [InlineData("""Begin().NotNullable();""", """private IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax Begin() => Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString();""")]
    [InlineData("""Begin().Nullable();""", """private IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax Begin() { return Alter.Table("orders").AddColumn("c").AsString(); }""")]
    [InlineData("""var c = Begin(); c.Nullable();""", """private IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax Begin() { var c = Alter.Table("orders").AddColumn("c").AsString(); return c; }""")]
    public Task HelperThatReturnsAChain_IsFollowed(string up, string members) => FluentTest.VerifyUpAsync(up, members);

    [Fact]
    public Task ExtensionMethods_ContinueTheChain() => FluentTest.VerifyAsync(FluentTest.Migration("""
        Create.TableForModel("fresh").WithTimes();
        Create.Index("IX").OnTable("fresh").OnColumn("created");
        Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString().Required();
        Alter.Table("orders").AddColumn("d").AsString().Optional().Optional();
        """) + """

        internal static class Extensions
        {
            public static ICreateTableColumnOptionOrWithColumnSyntax TableForModel(this ICreateExpressionRoot root, string name) =>
                root.Table(name).WithColumn("id").AsInt32().PrimaryKey().Identity();

            public static void WithTimes(this ICreateTableWithColumnSyntax table)
            {
                table.WithColumn("created").AsDateTime().NotNullable();
                table.WithColumn("updated").AsDateTime().NotNullable().ReferencedBy("FK", "orders_archive", "updated_by");
            }

            public static T Required<T>(this T column) where T : IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax { column.NotNullable(); return column; }

            public static IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax Optional(this IAlterTableColumnOptionOrAddColumnOrAlterColumnSyntax column) => column.Nullable();
        }
        """.Replace("""ReferencedBy("FK", "orders_archive", "updated_by")""", """{|PHM3001:ReferencedBy("FK", "orders_archive", "updated_by")|}""", StringComparison.Ordinal));

    [Theory]
    [InlineData("""if (!Schema.Table("orders").Index("IX").Exists()) {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id");""")]
    [InlineData("""if (!Schema.Schema("s").Table("orders").Column("c").Exists()) Alter.Table("orders").InSchema("s").{|PHM1001:AddColumn("c")|}.AsString();""")]
    [InlineData("""if (Schema.Table("orders").Exists()) return; Create.Table("orders").WithColumn("id").AsInt32(); Create.Index("IX").OnTable("orders").OnColumn("id");""")]
    [InlineData("""if (!Schema.Table("orders").Exists()) { Create.Table("orders").WithColumn("id").AsInt32(); } Create.Index("IX").OnTable("orders").OnColumn("id");""")]
    public Task GuardOnTheSchema_MayGoEitherWay(string statements) => FluentTest.VerifyUpAsync(statements);

    /// <summary>Nothing else of the language concerns a rule of today; none of it disturbs what does.</summary>
    [Fact]
    public Task RestOfTheLanguage_IsSilent() => FluentTest.VerifyUpAsync($$"""
        Create.Schema("s"); Create.Sequence("q").InSchema("s").IncrementBy(1).StartWith(1); Delete.Sequence("q").InSchema("s"); Delete.Schema("s");
        Create.PrimaryKey("pk").OnTable("orders").WithSchema("s").Columns("id", "no"); Create.UniqueConstraint("u").OnTable("orders").Column("no");
        Delete.PrimaryKey("pk").FromTable("orders"); Delete.UniqueConstraint("u").FromTable("orders"); Delete.ForeignKey("fk").OnTable("orders");
        Delete.ForeignKey().FromTable("orders").ForeignColumn("a").ToTable("users").PrimaryColumn("id");
        Delete.Column("a").Column("b").FromTable("orders").InSchema("s"); Delete.Index("ix").OnTable("orders"); Delete.DefaultConstraint().OnTable("orders").OnColumn("a");
        Rename.Column("a").OnTable("orders").InSchema("s").To("b");
        Insert.IntoTable("orders").Row(new { id = 1 }).WithOverridingSystemValue(); {|PHM5002:Update.Table("orders")|}.Set(new { a = 1 }).AllRows(); Delete.FromTable("orders").Row(new { id = 1 });
        Execute.Sql("SELECT 1"); Execute.Script("a.sql"); Execute.EmbeddedScript("b.sql"); Execute.WithConnection((connection, transaction) => { });
        {{Index}}
        """);

    [Theory]
    [InlineData("MigrationBase", "public override void Down() { }")]
    [InlineData("ForwardOnlyMigration", "")]
    [InlineData("AutoReversingMigration", "")]
    [InlineData("OwnMigration", "")]
    public Task EveryBaseType_IsRead(string baseType, string members) => FluentTest.VerifyAsync(
        FluentTest.Migration(Index, members, baseType: baseType) + "\npublic abstract class OwnMigration : ForwardOnlyMigration;");

    /// <summary>Sonarr: Up stands in the base class of the project and calls what the migrations override.</summary>
    [Fact]
    public Task UpOfTheOwnBaseClass_LeadsToTheOverride() => FluentTest.VerifyAsync("""
        using FluentMigrator;

        public abstract class OwnMigration : Migration
        {
            protected virtual void MainUpgrade() { }

            public override void Up()
            {
                switch (System.Environment.ProcessorCount)
                {
                    case 1: MainUpgrade(); return;
                    default: MainUpgrade(); return;
                }
            }

            public override void Down() { }
        }

        [Migration(1)]
        public class First : OwnMigration
        {
            protected override void MainUpgrade() => {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id");
        }

        [Migration(2)]
        public class Second : OwnMigration
        {
            protected override void MainUpgrade() => Alter.Table("orders").{|PHM1001:AddColumn("c")|}.AsString().NotNullable();
        }
        """);

    [Theory]
    [InlineData("analyze_down = true", true)]
    [InlineData("analyze_down = false", false)]
    public Task AnalyzeDown_ReadsDownToo(string setting, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.{setting}")
        .With("/0/AddThings.cs", FluentTest.Migration("", baseType: "MigrationBase", members:
            $$"""public override void Down() { {{(triggers ? Index : Index.Replace("{|PHM2001:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal))}} }"""))
        .VerifyAsync();
}
