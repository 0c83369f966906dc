using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

public sealed class ScriptAnalysisTests
{
    private const string Index = "CREATE INDEX ix ON orders (user_id)";
    private const string Finding = "{|PHM2001:" + Index + "|}";

    [Fact]
    public Task EveryRuleThatSqlCanBreak_Triggers() => ScriptTest.VerifyAsync(
        """
        ALTER TABLE users {|PHM1001:ADD COLUMN email text NOT NULL|};
        {|PHM2001:CREATE UNIQUE INDEX ix_users ON users (email)|};
        ALTER TABLE orders
            {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)|};
        """);

    [Fact]
    public Task Finding_StandsAtFileLineAndColumn() => new ScriptTest()
        .With("/repo/app/db/V1__add.sql", "SELECT 1;\n\n  CREATE INDEX ix\n    ON orders (user_id);\n")
        .Expecting(new DiagnosticResult("PHM2001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
            .WithSpan("/repo/app/db/V1__add.sql", 3, 3, 4, 24)
            .WithMessage("Creating index 'ix' blocks writes to 'orders' until every row is indexed; create it concurrently"))
        .VerifyAsync();

    [Fact]
    public Task FilesOfOtherKinds_AreNotRead() => new ScriptTest().With("/repo/app/db/notes.txt", Index).VerifyAsync();

    [Fact]
    public Task UpperCaseEnding_IsRead() => new ScriptTest().With("/repo/app/db/CHANGE.SQL", Finding).VerifyAsync();

    [Theory]
    [InlineData("/repo/app/db/U1__add.sql")]
    [InlineData("/repo/app/db/0001_add.down.sql")]
    [InlineData("/repo/app/db/rollback/0001_add.sql")]
    public async Task Undo_IsReadOnRequest(string path)
    {
        await new ScriptTest().With(path, Index).VerifyAsync();
        await new ScriptTest().With(path, Finding).Configured("phased_migrations.analyze_down = true").VerifyAsync();
    }

    [Fact]
    public Task Erase_IsNeverRead() => new ScriptTest()
        .With("/repo/app/db/_erase/drop.sql", Index)
        .Configured("phased_migrations.analyze_down = true")
        .VerifyAsync();

    [Theory]
    [InlineData("-- +goose Up\n{0};\n-- +goose Down\n")]
    [InlineData("-- migrate:up\n{0};\n-- migrate:down\n")]
    [InlineData("-- +migrate Up\n{0};\n-- +migrate Down\n")]
    public async Task DownPartOfAFile_IsReadOnRequest(string file)
    {
        var up = file.Replace("{0}", Finding, StringComparison.Ordinal);
        await ScriptTest.VerifyAsync($"{up}CREATE INDEX ix2 ON orders (user_id);");
        await new ScriptTest()
            .With("/repo/app/db/change.sql", up + "{|PHM2001:CREATE INDEX ix2 ON orders (user_id)|};")
            .Configured("phased_migrations.analyze_down = true")
            .VerifyAsync();
    }

    [Fact]
    public Task ScriptsThatHaveRun_AreSilent() => new ScriptTest()
        .With("/repo/app/db/V1__a.sql", Index)
        .With("/repo/app/db/V1_9__b.sql", Index)
        .With("/repo/app/db/V1_10__c.sql", Finding)
        .With("/repo/app/db/R__d.sql", Finding)
        .Configured("phased_migrations.start_after = V1_9")
        .VerifyAsync();

    [Fact]
    public Task ScriptsForOtherDatabases_AreSilent() => new ScriptTest()
        .With("/repo/app/MsSql/1.sql", Index)
        .With("/repo/app/PgSql/1.sql", Finding)
        .With("/repo/app/db/2.sql", $"CREATE TABLE `a` (b int);\n{Index};")
        .VerifyAsync();

    [Fact]
    public async Task Dialect_IsForcedByOption()
    {
        await new ScriptTest().With("/repo/app/MsSql/1.sql", Finding).Configured("phased_migrations.dialect = postgresql").VerifyAsync();
        await new ScriptTest().With("/repo/app/PgSql/1.sql", Index).Configured("phased_migrations.dialect = sqlserver").VerifyAsync();
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite", Index)]
    [InlineData("Npgsql", Finding)]
    public Task ReferencesToOneDatabase_DecideWhereTheScriptSaysNothing(string reference, string sql) =>
        new ScriptTest(reference).With("/repo/app/db/1.sql", sql).VerifyAsync();

    [Fact]
    public Task PsqlLines_AreNoSql() => ScriptTest.VerifyAsync($"\\set ON_ERROR_STOP on\n\\connect shop\n{Finding};\n\\i other.sql\n");

    [Fact]
    public Task Variables_AreNoDollarQuotes() => ScriptTest.VerifyAsync(
        """
        CREATE TABLE $schema$.a (b int);
        CREATE INDEX ix_a ON $schema$.a (b);
        {|PHM2001:CREATE INDEX ix_c ON $schema$.c (b)|};
        {|PHM2001:CREATE INDEX ix_d ON ${schema}.d (b)|};
        """);

    [Fact]
    public Task BrokenSql_IsNoError() => ScriptTest.VerifyAsync($"CREATE TABEL x;\n{Finding};\nDO $$ BEGIN");

    [Fact]
    public Task EmptyFile_IsSilent() => ScriptTest.VerifyAsync("");

    /// <summary>It lies under no folder that the project lies under.</summary>
    [Theory]
    [InlineData("db/change.sql")]
    [InlineData("C:/db/change.sql")]
    public Task PathElsewhere_IsRead(string path) => new ScriptTest().With(path, "{|PHM2001:CREATE INDEX i ON t (a)|}").VerifyAsync();
}
