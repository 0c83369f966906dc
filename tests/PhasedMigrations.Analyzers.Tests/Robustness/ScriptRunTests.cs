using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

public sealed class ScriptRunTests
{
    private const string Suppressed = "-- phased:ignore PHM2001\nCREATE INDEX ix ON orders (user_id);";

    [Fact]
    public async Task Failure_IsOneWarningAtTheFile()
    {
        var findings = await ScriptRun.OverAsync(new ScriptRun.Script("/db/1_add.sql", () => throw new InvalidTimeZoneException("secret")));

        var finding = Assert.Single(findings);
        Assert.Equal("PHM9004", finding.Id);
        Assert.Equal("/db/1_add.sql", finding.Location.GetLineSpan().Path);
        Assert.Contains("'1_add.sql' was not analysed: InvalidTimeZoneException", finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableFile_IsSilent() => Assert.Empty(await ScriptRun.OverAsync(new ScriptRun.Script("/db/1.sql", () => null)));

    [Fact]
    public async Task SuppressionWithoutReason_IsSilentByDefault() =>
        Assert.Empty(await ScriptRun.OverAsync(new ScriptRun.Script("/db/1.sql", Suppressed)));

    [Fact]
    public async Task RuleThatIsOffByDefault_IsTurnedOnByItsOwnKey()
    {
        var findings = await ScriptRun.OverAsync(
            new ScriptRun.Script("/db/1.sql", Suppressed), ("phased_migrations.PHM9003.severity", "warning"));

        var finding = Assert.Single(findings);
        Assert.Equal(("PHM9003", DiagnosticSeverity.Warning), (finding.Id, finding.Severity));
    }

    [Fact]
    public async Task HostThatListsNoKeys_StillReportsWrongValues()
    {
        var findings = await ScriptRun.OverAsync(new ScriptRun.Script("/db/1.sql", ""), ("phased_migrations.time_zone", "CET"));

        Assert.Equal("PHM9005", Assert.Single(findings).Id);
    }

    /// <summary>In an IDE the texts of unchanged files are the same objects in every compilation: they are parsed once.</summary>
    [Fact]
    public async Task UnchangedFile_IsParsedOnce()
    {
        var analyzer = new PhasedMigrationsAnalyzer();
        var unchanged = new ScriptRun.Script("/db/1.sql", "CREATE TABLE a (b int);");
        await ScriptRun.OverAsync([unchanged, new ScriptRun.Script("/db/2.sql", "CREATE INDEX i ON a (b);")], analyzer);
        var text = unchanged.GetText(TestContext.Current.CancellationToken)!;
        var before = analyzer.ScriptCache.Readings(text);
        await ScriptRun.OverAsync([unchanged, new ScriptRun.Script("/db/2.sql", "CREATE INDEX j ON a (b);")], analyzer);

        Assert.Same(Assert.Single(before), Assert.Single(analyzer.ScriptCache.Readings(text)));
    }
}
