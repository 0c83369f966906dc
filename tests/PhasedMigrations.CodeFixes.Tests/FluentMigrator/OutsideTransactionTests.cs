using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.CodeFixes.Tests.FluentMigrator;

public sealed class OutsideTransactionTests
{
    private const string Index = """Execute.Sql("{|PHM2004:CREATE INDEX CONCURRENTLY ix ON orders (user_id)|}");""";

    [Theory]
    [InlineData("Migration(1)", "Migration(1, TransactionBehavior.None)")]
    [InlineData("Migration(20260101, \"adds things\", BreakingChange = true)", "Migration(20260101, TransactionBehavior.None, \"adds things\", BreakingChange = true)")]
    [InlineData("Migration(1, TransactionBehavior.Default)", "Migration(1, TransactionBehavior.None)")]
    [InlineData("TimestampedMigration(2026, 1, 1, 12, 30)", "TimestampedMigration(2026, 1, 1, 12, 30, TransactionBehavior.None)")]
    [InlineData("Migration(version: 1L)", "Migration(version: 1L, transactionBehavior: TransactionBehavior.None)")]
    public Task MigrationThatDoesOneThing_DeclaresIt(string before, string after) => VerifyAsync(Source(before, Index), Source(after, Index));

    [Fact]
    public Task NameOutOfScope_IsQualified() => VerifyAsync(
        Source("FluentMigrator.Migration(1)", Index, usings: "").Replace(": Migration", ": FluentMigrator.Migration", StringComparison.Ordinal),
        Source("FluentMigrator.Migration(1, FluentMigrator.TransactionBehavior.None)", Index, usings: "")
            .Replace(": Migration", ": FluentMigrator.Migration", StringComparison.Ordinal));

    [Fact]
    public Task FluentConcurrentIndex_IsDeclaredToo()
    {
        const string Up = """{|PHM2004:Create.Index("ix")|}.OnTable("orders").OnColumn("user_id").Ascending().WithOptions().AsConcurrently();""";
        const string Usings = "using FluentMigrator;\nusing FluentMigrator.Postgres;\n";
        return VerifyAsync(Source("Migration(1)", Up, usings: Usings), Source("Migration(1, TransactionBehavior.None)", Up, usings: Usings));
    }

    [Theory]
    [InlineData("""Execute.Sql("SET lock_timeout = 0; {|PHM2004:DROP INDEX CONCURRENTLY ix|}");""", "")]
    [InlineData("""Execute.Sql("{|PHM2004:DROP INDEX CONCURRENTLY ix|}"); Delete.Column("a").FromTable("orders");""", "")]
    [InlineData("""if (Schema.Table("orders").Exists()) Execute.Sql("{|PHM2004:DROP INDEX CONCURRENTLY ix|}");""", "")]
    [InlineData("""Execute.Sql("{|PHM2004:DROP INDEX CONCURRENTLY ix|}");""", """Execute.Sql("SELECT 1"); Execute.Sql("SELECT 2");""")]
    public Task WhereItCannotBeRight_NothingIsOffered(string up, string down) =>
        VerifyAsync(Source("Migration(1)", up, down), Source("Migration(1)", up, down), isOffered: false);

    private static string Source(string attribute, string up, string down = "", string usings = "using FluentMigrator;\n") => $$"""
        {{usings}}
        [{{attribute}}]
        public class AddThings : Migration
        {
            public override void Up()
            {
                {{up}}
            }

            public override void Down()
            {
                {{down}}
            }
        }
        """;

    private static Task VerifyAsync(string before, string after, bool isOffered = true)
    {
        var test = new FixTest(FixKind.Plain, withRuntime: false);
        test.TestState.Sources.Add(("/0/AddThings.cs", before));
        test.FixedState.Sources.Add(("/0/AddThings.cs", isOffered ? after.Replace("{|PHM2004:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal) : after));
        if (!isOffered)
            test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
