using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Rules;

/// <summary>Comments in SQL that silence rules, and what is said of those that do not.</summary>
public sealed class SuppressionTests
{
    private const string Index = "CREATE INDEX ix ON orders (user_id);";
    private const string Finding = "{|PHM2001:CREATE INDEX ix ON orders (user_id)|};";

    [Theory]
    [InlineData("-- phased:ignore PHM2001 the table is empty\n")]
    [InlineData("/* phased:ignore PHM2001 the table is empty */ ")]
    [InlineData("-- phased:ignore PHM2001 the table is empty\n-- and stays so\n")]
    [InlineData("-- phased:ignore everything: the table is empty\n")]
    public Task Comment_SilencesTheNextStatementAlone(string comment) => ScriptTest.VerifyAsync($"{Finding}\n{comment}{Index}\n{Finding}");

    [Fact]
    public Task Comment_SilencesTheRulesThatItNames() => ScriptTest.VerifyAsync(
        """
        -- phased:ignore PHM3001 both tables are small
        ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES users (id), {|PHM1001:ADD COLUMN b int NOT NULL|};
        """);

    [Fact]
    public Task Comment_ReachesIntoADoBlock() => ScriptTest.VerifyAsync(
        $$"""
        DO $$ BEGIN
            -- phased:ignore PHM2001 the table is empty
            {{Index}}
            {{Finding}}
        END $$;
        -- phased:ignore PHM2001 the table is empty
        DO $$ BEGIN {{Index}} {{Index}} END $$;
        """);

    [Theory]
    [InlineData("-- phased:ignore-file PHM2001 runs before the first deployment")]
    [InlineData("/* phased:ignore-file runs before the first deployment */")]
    public Task IgnoreFile_SilencesTheWholeFile(string comment) => ScriptTest.VerifyAsync($"{Index}\n{comment}\n{Index}");

    [Theory]
    [InlineData("{|PHM9002:-- phased:ignore PHM3001 a|}\n" + Finding)]
    [InlineData("{|PHM9002:-- phased:ignore PHM2O01 a|}\n" + Finding)]
    [InlineData("{|PHM9002:-- phased:ignore PHM9004 a|}\n" + Finding)]
    [InlineData("{|PHM9002:-- phased:ignore PHM2001, PHM3001 a|}\n" + Index)]
    [InlineData("{|PHM9002:-- phased:ignore a|}\nGRANT SELECT ON orders TO joe; " + Finding)]
    [InlineData("{|PHM9002:/* phased:ignore PHM2001 a */|} CREATE INDEX CONCURRENTLY ix ON orders (user_id)")]
    [InlineData("{|PHM9002:-- phased:ignore-file PHM3001 a|}\n" + Finding)]
    [InlineData("{|PHM9002:-- phased:ignore-file a|}\nSELECT 1")]
    [InlineData(Finding + "{|PHM9002:-- phased:ignore PHM2001 a|}")]
    public Task UnusedSuppression_IsReported(string sql) => ScriptTest.VerifyAsync(sql);

    [Fact]
    public Task UnusedSuppression_SaysWhatToDo() => new ScriptTest()
        .With("/repo/app/db/1.sql", "-- phased:ignore PHM2001, PHM2O01 a\nSELECT 1")
        .Expecting(
            new DiagnosticResult("PHM9002", DiagnosticSeverity.Info).WithSpan("/repo/app/db/1.sql", 1, 1, 1, 36)
                .WithMessage("This comment suppresses nothing: PHM2001 reports nothing in the next statement; remove it"),
            new DiagnosticResult("PHM9002", DiagnosticSeverity.Info).WithSpan("/repo/app/db/1.sql", 1, 1, 1, 36)
                .WithMessage("This comment suppresses nothing: there is no rule PHM2O01; remove it"))
        .VerifyAsync();

    [Theory]
    [InlineData("phased_migrations.PHM2001.severity = none")]
    [InlineData("phased_migrations.PHM2001.start_after = 2")]
    [InlineData("phased_migrations.start_after = 1")]
    [InlineData("phased_migrations.dialect = mysql")]
    public Task SuppressionOfARuleThatDoesNotSpeak_IsNotReported(string setting) => new ScriptTest()
        .With("/repo/app/db/1.sql", "-- phased:ignore PHM2001 a\nCREATE INDEX CONCURRENTLY ix ON orders (user_id);")
        .Configured(setting)
        .VerifyAsync();

    [Fact]
    public Task SuppressionOfARuleThatIsOffEverywhere_IsNotReported()
    {
        var test = new ScriptTest().With("/repo/app/db/1.sql", "-- phased:ignore PHM2001 a\nSELECT 1");
        test.TestState.AnalyzerConfigFiles.Add(("/off.globalconfig", "is_global = true\ndotnet_diagnostic.PHM2001.severity = none\n"));
        return test.VerifyAsync();
    }

    [Fact]
    public Task MissingReason_IsReportedOnRequest() => new ScriptTest()
        .Enabling("PHM9003")
        .With("/repo/app/db/1.sql", $"{{|PHM9003:-- phased:ignore PHM2001|}}\n{Index}\n-- phased:ignore PHM2001 empty\n{Index}")
        .VerifyAsync();

    [Fact]
    public Task Comment_SilencesInACSharpStringToo() => MigrationTest.VerifyUpAsync(
        """"
        migrationBuilder.Sql("""
            -- phased:ignore PHM2001 the table is empty
            CREATE INDEX ix ON orders (user_id);
            {|PHM2001:CREATE INDEX ix2 ON orders (user_id)|};
            {|PHM9002:-- phased:ignore PHM3001 nothing|}
            """);
        """");

    [Fact]
    public Task SuppressionInAHelper_IsUsedWhenAnyCallNeedsIt() => MigrationTest.VerifyUpAsync(
        """
        foreach (var only in new[] { "ONLY ", "" })
            migrationBuilder.Sql("-- phased:ignore PHM2001 empty\nCREATE INDEX ix ON " + only + "orders (user_id)");
        """);

    [Fact]
    public Task Pragma_SilencesSqlInAString() => MigrationTest.VerifyUpAsync(
        """"
        migrationBuilder.Sql("""
            {|PHM2001:CREATE INDEX ix ON orders (user_id)|};
            """);
        #pragma warning disable PHM2001
        migrationBuilder.Sql("""
            CREATE INDEX ix2 ON orders (user_id);
            """);
        #pragma warning restore PHM2001
        """");

    [Fact]
    public Task SuppressMessage_SilencesSqlInAString() => MigrationTest.VerifyAsync(MigrationTest.Migration(
        """migrationBuilder.Sql("CREATE INDEX ix ON orders (user_id)");""",
        attributes: """[System.Diagnostics.CodeAnalysis.SuppressMessage("Indexes", "PHM2001", Justification = "Empty table.")]"""));
}
