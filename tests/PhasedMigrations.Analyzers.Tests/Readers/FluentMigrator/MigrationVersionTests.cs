namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>Which classes run, and which have run already.</summary>
public sealed class MigrationVersionTests
{
    private const string Index = """Create.Index("IX")""";
    private const string Finding = "{|PHM2001:" + Index + "|}";
    private const string Table = """.OnTable("orders").OnColumn("id");""";

    [Theory]
    [InlineData("[Migration(9)]", "10", false)]
    [InlineData("[Migration(10)]", "10", false)]
    [InlineData("[Migration(11)]", "10", true)]
    [InlineData("[Migration(20250101000000)]", "20250101000000_AddThings", false)]
    [InlineData("[Migration(20250101000001L, TransactionBehavior.None)]", "20250101000000_AddThings", true)]
    [InlineData("[Migration(version: 10, description: \"x\")]", "10", false)]
    [InlineData("[TimestampedMigration(2025, 1, 2, 3, 4)]", "20250102030400", false)]
    [InlineData("[TimestampedMigration(2025, 1, 2, 3, 4, 5)]", "20250102030404", true)]
    [InlineData("[TimestampedMigration(2025, 1, 2, 3, 4, TransactionBehavior.None, \"x\")]", "20250102030400", false)]
    [InlineData("[Maintenance(MigrationStage.AfterAll)]", "99999999999999", true)]
    [InlineData("[OwnMigration(7)]", "7", false)]
    [InlineData("[OwnMigration(7)]", "6", true)]
    [InlineData("[OwnMigration(2025, 1)]", "99999999999999", true)]
    [InlineData("[Migration(9)]", "", true)]
    [InlineData("[Migration(9)]", "nonsense", true)]
    public Task StartAfter_SilencesWhatHasRun(string attribute, string startAfter, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.start_after = {startAfter}")
        .With("/0/AddThings.cs", FluentTest.Migration((triggers ? Finding : Index) + Table, attributes: attribute) + """

            internal sealed class OwnMigrationAttribute : MigrationAttribute
            {
                public OwnMigrationAttribute(int number) : base(number) { }
                public OwnMigrationAttribute(int year, int number) : base((year * 100) + number) { }
            }
            """)
        .VerifyAsync();

    [Theory]
    [InlineData("")]
    [InlineData("[Profile(\"Development\")]")]
    [InlineData("[Tags(\"Production\")]")]
    public Task ClassThatTheRunnerDoesNotMigrateWith_DoesNotTrigger(string attributes) =>
        FluentTest.VerifyAsync(FluentTest.Migration(Index + Table, attributes: attributes));

    [Fact]
    public Task AbstractClass_IsReadThroughItsMigrationsOnly() => FluentTest.VerifyAsync($$"""
        using FluentMigrator;
        [Migration(1)] public abstract class Base : ForwardOnlyMigration { public override void Up() { {{Index}}{{Table}} } }
        """);
}
