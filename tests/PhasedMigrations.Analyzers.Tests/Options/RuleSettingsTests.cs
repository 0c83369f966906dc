using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Options;

public sealed class RuleSettingsTests
{
    private const string Index = "CREATE INDEX ix ON orders (user_id)";

    [Theory]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("silent", DiagnosticSeverity.Hidden)]
    [InlineData("default", DiagnosticSeverity.Warning)]
    [InlineData("loud", DiagnosticSeverity.Warning)]
    public Task Severity_OfAScriptIsSetByItsOwnKey(string value, DiagnosticSeverity severity)
    {
        var test = new ScriptTest()
            .With("/repo/app/db/1.sql", Index)
            .Configured($"phased_migrations.PHM2001.severity = {value}")
            .Expecting(new DiagnosticResult("PHM2001", severity).WithSpan("/repo/app/db/1.sql", 1, 1, 1, Index.Length + 1)
                .WithMessage("Creating index 'ix' blocks writes to 'orders' until every row is indexed; create it concurrently"));
        return value == "loud" ? test.Expecting(DiagnosticResult.CompilerWarning("PHM9005")).VerifyAsync() : test.VerifyAsync();
    }

    [Fact]
    public Task SeverityNone_SilencesTheRuleInThatFolder()
    {
        var test = new ScriptTest().With("/repo/app/old/1.sql", Index).With("/repo/app/new/1.sql", $"{{|PHM2001:{Index}|}}");
        test.TestState.AnalyzerConfigFiles.Add(("/repo/app/old/.editorconfig", "[*.sql]\nphased_migrations.PHM2001.severity = none\n"));
        return test.VerifyAsync();
    }

    [Fact]
    public Task GlobalSeverity_ReachesScripts()
    {
        var test = new ScriptTest().With("/repo/app/db/1.sql", Index);
        test.TestState.AnalyzerConfigFiles.Add(("/off.globalconfig", "is_global = true\ndotnet_diagnostic.PHM2001.severity = none\n"));
        return test.VerifyAsync();
    }

    [Fact]
    public Task StartAfterOfARule_SilencesThatRuleAlone() => new ScriptTest()
        .With("/repo/app/db/V1__a.sql", $"{Index}; ALTER TABLE orders {{|PHM3001:ADD FOREIGN KEY (a) REFERENCES users (id)|}}")
        .With("/repo/app/db/V2__b.sql", $"{{|PHM2001:{Index}|}}")
        .Configured("phased_migrations.PHM2001.start_after = V1")
        .VerifyAsync();

    [Fact]
    public Task StartAfterOfARule_WorksInCSharpToo() => new MigrationTest()
        .Configured("phased_migrations.PHM2001.start_after = 20250101000000_AddThings")
        .With("/0/AddThings.cs", MigrationTest.Migration(
            """
            migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "id");
            {|PHM3001:migrationBuilder.AddForeignKey("FK", "orders", "user_id", "users", principalColumn: "id")|};
            """,
            attributes: """[Migration("20250101000000_AddThings")]"""))
        .VerifyAsync();
}
