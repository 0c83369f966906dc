using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Options;

/// <summary>Keys and values that mean nothing are said once, by name.</summary>
public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("postgresql_version = latest", "the key takes a major version from 14 to 18")]
    [InlineData("postgresql_version = 13", "the key takes a major version from 14 to 18")]
    [InlineData("analyze_down = perhaps", "the key takes true or false")]
    [InlineData("dialect = postgres", "the key takes auto, postgresql, mysql, sqlite, sqlserver or oracle")]
    [InlineData("sql_transaction = always", "the key takes none or file")]
    [InlineData("time_zone = CET", "the key takes utc or unknown")]
    [InlineData("postgres_version = 16", "there is no such key")]
    [InlineData("phm2001.severity = loud", "the key takes error, warning, suggestion, silent, none or default")]
    [InlineData("phm2001.size = 1", "there is no such key")]
    [InlineData("phm1234.start_after = 1", "there is no such key")]
    public Task Mistake_IsReportedByName(string setting, string mistake) => new ScriptTest()
        .With("/repo/app/db/1.sql", "SELECT 1")
        .Configured("phased_migrations." + setting)
        .Expecting(Mistake($"'phased_migrations.{setting}' has no effect: {mistake}"))
        .VerifyAsync();

    [Fact]
    public Task Mistake_IsReportedOnceForAllFiles() => new ScriptTest()
        .With("/repo/app/db/1.sql", "SELECT 1")
        .With("/repo/app/db/2.sql", "SELECT 1")
        .Configured("phased_migrations.analyze_down = perhaps")
        .Expecting(Mistake("'phased_migrations.analyze_down = perhaps' has no effect: the key takes true or false"))
        .VerifyAsync();

    [Fact]
    public Task EveryWrongValue_IsReported()
    {
        var test = new ScriptTest().With("/repo/app/a/1.sql", "SELECT 1").With("/repo/app/b/1.sql", "SELECT 1");
        test.TestState.AnalyzerConfigFiles.Add(("/repo/.editorconfig",
            "[a/**.sql]\nphased_migrations.time_zone = CET\n[app/b/*.sql]\nphased_migrations.time_zone = EST\n[app/a/*.sql]\nphased_migrations.time_zone = CET\n"));
        return test.Expecting(
            Mistake("'phased_migrations.time_zone = CET' has no effect: the key takes utc or unknown"),
            Mistake("'phased_migrations.time_zone = EST' has no effect: the key takes utc or unknown")).VerifyAsync();
    }

    [Fact]
    public Task MistakeForCSharp_IsReportedToo() => new MigrationTest()
        .Configured("phased_migrations.start_afer = 20250101000000_AddThings")
        .With("/0/AddThings.cs", MigrationTest.Migration(""))
        .Expecting(Mistake("'phased_migrations.start_afer = 20250101000000_AddThings' has no effect: there is no such key"))
        .VerifyAsync();

    [Theory]
    [InlineData("postgresql_version = 18")]
    [InlineData("dialect = PostgreSQL")]
    [InlineData("baseline = V12__foo.sql")]
    [InlineData("small_tables = a, public.b")]
    [InlineData("time_zone = utc")]
    [InlineData("sql_transaction = file")]
    [InlineData("start_after =")]
    [InlineData("PHM3001.start_after = 20250101")]
    [InlineData("PHM3001.severity = error")]
    public Task ValidSetting_IsSilent(string setting) => new ScriptTest()
        .With("/repo/app/db/1.sql", "SELECT 1")
        .Configured("phased_migrations." + setting)
        .VerifyAsync();

    private static DiagnosticResult Mistake(string message) =>
        new DiagnosticResult("PHM9005", DiagnosticSeverity.Warning).WithMessage(message);
}
