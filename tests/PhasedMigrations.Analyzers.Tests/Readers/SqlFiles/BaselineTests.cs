namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

/// <summary>Which scripts run together on an empty database, so that nothing in them can block anybody.</summary>
public sealed class BaselineTests
{
    private const string Tables = "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, user_id int);";
    private const string Index = "CREATE INDEX ix ON orders (user_id)";
    private const string Finding = "{|PHM2001:" + Index + "|}";
    private const string Key = "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)";
    private const string KeyFinding = "ALTER TABLE orders {|PHM3001:ADD FOREIGN KEY (user_id) REFERENCES users (id)|}";

    [Fact]
    public Task SchemaCutByKind_IsSilent() => Scripts(
        ("0010-Schemas", "CREATE SCHEMA sales"),
        ("0020-Tables", Tables),
        ("0030-ForeignKeys", Key),
        ("0040-IdColumnIndexes", Index),
        ("0050-AddIndexForReports", "{|PHM2001:CREATE INDEX ix2 ON orders (id)|}"),
        ("0060-Indexes", "{|PHM2001:CREATE INDEX ix3 ON orders (id)|}")).VerifyAsync();

    [Fact]
    public Task WordsThatAllScriptsHave_TellNothing() => Scripts(
        ("0010-Shop-Schemas", "CREATE SCHEMA shop"),
        ("0020-Shop-Tables", Tables),
        ("0030-Shop-ForeignKeys", Key),
        ("0040-Users-Indexes", Finding)).VerifyAsync();

    [Theory]
    [InlineData("V2__add_index")]
    [InlineData("V2__index")]
    [InlineData("V2__users_indexes")]
    [InlineData("002")]
    public Task IncrementOnATableOfAnEarlierScript_Triggers(string name) => Scripts(("V1__tables", Tables), (name, Finding)).VerifyAsync();

    [Fact]
    public Task ScriptThatChangesATable_BeginsTheIncrements() => Scripts(
        ("1_tables", Tables),
        ("2_email", "ALTER TABLE users ADD COLUMN email text"),
        ("3_indexes", Finding)).VerifyAsync();

    [Fact]
    public Task ScriptOnTablesThatNobodyMade_BeginsTheIncrements() => Scripts(
        ("1_tables", Tables),
        ("2_indexes", "{|PHM2001:CREATE INDEX ix_other ON elsewhere (id)|}"),
        ("3_indexes", Finding)).VerifyAsync();

    [Fact]
    public Task OtherFolder_KnowsNothingOfTheBaseline() => new ScriptTest()
        .With("/repo/app/db/1_tables.sql", Tables)
        .With("/repo/app/db/changes/1_indexes.sql", Finding)
        .VerifyAsync();

    [Theory]
    [InlineData(20, 20, false)]
    [InlineData(40, 20, false)]
    [InlineData(60, 20, true)]
    [InlineData(19, 19, true)]
    public Task ScriptOverMostOfALargeSchema_BelongsToTheBaseline(int tables, int indexes, bool triggers) => Scripts(
        ("1_all", string.Join('\n', Enumerable.Range(0, tables).Select(i => $"CREATE TABLE t{i} (id int);"))),
        ("2_lookup", string.Join('\n', Enumerable.Range(0, indexes).Select(i =>
            triggers ? $"{{|PHM2001:CREATE INDEX ix{i} ON t{i} (id)|}};" : $"CREATE INDEX ix{i} ON t{i} (id);")))).VerifyAsync();

    [Fact]
    public Task Option_NamesTheLastScriptOfTheBaseline() => Scripts(
        ("V1__tables", Tables),
        ("V2__email", "ALTER TABLE users ADD COLUMN email text NOT NULL"),
        ("V3__keys", Key),
        ("V4__more", Finding))
        .Configured("phased_migrations.baseline = V3")
        .VerifyAsync();

    [Fact]
    public Task OptionNone_TakesEveryScriptForAnIncrement() => Scripts(("1_tables", Tables), ("2_indexes", Finding), ("3_keys", KeyFinding))
        .Configured("phased_migrations.baseline = none")
        .VerifyAsync();

    [Fact]
    public Task Baseline_StillReportsWhatTouchesOtherTables() => Scripts(
        ("V1__tables", Tables),
        ("V2__more", "{|PHM2001:CREATE INDEX ix_other ON elsewhere (id)|}"))
        .Configured("phased_migrations.baseline = V2")
        .VerifyAsync();

    private static ScriptTest Scripts(params (string Name, string Sql)[] scripts) =>
        scripts.Aggregate(new ScriptTest(), (test, script) => test.With($"/repo/app/db/{script.Name}.sql", script.Sql));
}
