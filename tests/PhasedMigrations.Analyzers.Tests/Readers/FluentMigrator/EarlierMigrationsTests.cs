namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>Altering a column repeats its whole definition: what earlier migrations did tells whether it becomes required.</summary>
public sealed class EarlierMigrationsTests
{
    private const string Alter = """Alter.Table("orders").X.AsInt64().NotNullable();""";

    [Theory]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32();""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32().NotNullable();""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32().Nullable().PrimaryKey();""")]
    [InlineData("""Alter.Table("orders").AddColumn("c").AsInt32().WithDefaultValue(0);""")]
    [InlineData("""Alter.Table("orders").AddColumn("c").AsInt32().Nullable(); Alter.Column("c").OnTable("orders").AsInt32().NotNullable();""")]
    [InlineData("""Alter.Table("orders").AddColumn("c").AsInt32().NotNullable().SetExistingRowsTo(0);""")]
    [InlineData("""Create.Table("purchases").WithColumn("c").AsInt32(); Rename.Table("purchases").To("orders");""")]
    [InlineData("""Create.Table("orders").WithColumn("b").AsInt32(); Rename.Column("b").OnTable("orders").To("c");""")]
    [InlineData("""Create.Table("orders").InSchema("s").WithColumn("c").AsInt32(); Alter.Table("orders").InSchema("s").ToSchema("r");""")]
    [InlineData("""Create.Table("orders").InSchema("s").WithColumn("c").AsInt32();""")]
    [InlineData("""Create.Table("purchases").WithColumn("c").AsInt32(); if (Environment.ProcessorCount > 1) Change(); else Change(); void Change() => Rename.Table("purchases").To("orders");""")]
    public Task ColumnThatIsRequiredAlready_DoesNotTrigger(string earlier) => VerifyAsync(earlier, becomesRequired: false);

    [Theory]
    [InlineData("")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32().Nullable();""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32(); Alter.Table("orders").AlterColumn("c").AsInt32().Nullable();""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32(); Delete.Table("orders");""")]
    [InlineData("""Create.Table("purchases").WithColumn("c").AsInt32();""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32(); Rename.Table("orders").To(Environment.MachineName);""")]
    [InlineData("""Create.Table("orders").WithColumn("c").AsInt32(); Rename.Table(Environment.MachineName).To("x");""")]
    [InlineData("""IfDatabase("sqlite").Create.Table("orders").WithColumn("c").AsInt32();""")]
    [InlineData("""Alter.Table("orders").AddColumn("c").AsInt32().SetExistingRowsTo(0);""")]
    public Task ColumnThatMayBeNull_Triggers(string earlier) => VerifyAsync(earlier, becomesRequired: true);

    /// <summary>9 comes before 10.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public Task OrderOfVersions_Counts(int otherVersion, bool becomesRequired) =>
        VerifyAsync("""Create.Table("orders").WithColumn("c").AsInt32();""", becomesRequired, otherVersion);

    /// <summary>The runner knows versions only, not namespaces.</summary>
    [Fact]
    public Task MigrationOfAnotherNamespace_Counts() => new MigrationTest()
        .With("/0/Other.cs", """
            namespace Elsewhere
            {
                [FluentMigrator.Migration(1)]
                public class Other : FluentMigrator.ForwardOnlyMigration { public override void Up() => Create.Table("orders").WithColumn("c").AsInt32(); }
            }
            """)
        .With("/0/AddThings.cs", FluentTest.Migration(Alter.Replace("X", "AlterColumn(\"c\")", StringComparison.Ordinal)))
        .VerifyAsync();

    /// <summary>A column with nothing said keeps what it is: the generator writes neither SET nor DROP NOT NULL.</summary>
    [Fact]
    public Task AlteredColumnWithNothingSaid_DoesNotTrigger() =>
        FluentTest.VerifyUpAsync("""Alter.Table("orders").AlterColumn("c").AsInt64(); Alter.Column("d").OnTable("orders").AsInt64().WithDefaultValue(1);""");

    [Fact]
    public Task SameMigration_Counts() => FluentTest.VerifyUpAsync("""
        Alter.Table("orders").AddColumn("c").AsInt32().Nullable();
        Alter.Table("orders").{|PHM1007:AlterColumn("c")|}.AsInt32().NotNullable();
        Alter.Table("orders").AlterColumn("c").AsInt64().NotNullable();
        """);

    private static Task VerifyAsync(string earlier, bool becomesRequired, int otherVersion = 9) => new MigrationTest()
        .With("/0/Other.cs", FluentTest.Migration(
            earlier.Replace("Alter.Column(\"c\")", "{|PHM1007:Alter.Column(\"c\")|}", StringComparison.Ordinal)
                .Replace("SetExistingRowsTo(0)", "{|PHM1008:SetExistingRowsTo(0)|}", StringComparison.Ordinal),
            attributes: $"[Migration({otherVersion})]",
            name: "Other"))
        .With("/0/AddThings.cs", FluentTest.Migration(
            Alter.Replace("X", becomesRequired ? "{|PHM1007:AlterColumn(\"c\")|}" : "AlterColumn(\"c\")", StringComparison.Ordinal),
            attributes: "[Migration(10)]"))
        .VerifyAsync();
}
