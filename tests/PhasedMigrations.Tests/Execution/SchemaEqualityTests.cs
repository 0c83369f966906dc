using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

/// <summary>Whatever way a phased migration takes, the schema it leaves is the one of the plain statements, names included.</summary>
public sealed class SchemaEqualityTests
{
    private const string Shop = """
        CREATE TABLE teams (id integer PRIMARY KEY);
        CREATE TABLE users (id bigint PRIMARY KEY, name text, team_id integer, legacy boolean, verified boolean);
        """;

    private const string Rows = """
        INSERT INTO teams SELECT g FROM generate_series(1, 10) g;
        INSERT INTO users SELECT g, 'n' || g, 1 + g % 10, CASE g % 3 WHEN 0 THEN true WHEN 1 THEN false END FROM generate_series(1, 5000) g;
        """;

    private static readonly Dictionary<string, (Action<PhasedMigrationBuilder> Phased, string Plain)> Cases = new()
    {
        ["set not null after backfill"] = (
            p => p.Backfill("users", "verified = coalesce(legacy, false)", "verified IS NULL").SetNotNull("users", "verified"),
            "UPDATE users SET verified = coalesce(legacy, false) WHERE verified IS NULL; ALTER TABLE users ALTER verified SET NOT NULL"),
        ["set not null without backfill"] = (
            p => p.SetNotNull("users", "name"),
            "ALTER TABLE users ALTER name SET NOT NULL"),
        ["required column, constant"] = (
            p => p.AddRequiredColumn("users", "plan", "character varying(20)", "'free'", comment: "what they pay"),
            "ALTER TABLE users ADD plan character varying(20) NOT NULL DEFAULT 'free'; ALTER TABLE users ALTER plan DROP DEFAULT; COMMENT ON COLUMN users.plan IS 'what they pay'"),
        ["required column, constant and default"] = (
            p => p.AddRequiredColumn("users", "plan", "text", "'free'", defaultValueSql: "'pro'"),
            "ALTER TABLE users ADD plan text NOT NULL DEFAULT 'free'; ALTER TABLE users ALTER plan SET DEFAULT 'pro'"),
        ["required column, computed"] = (
            p => p.AddRequiredColumn("users", "slug", "text", "lower(name) || '-' || id", collation: "C", defaultValueSql: "gen_random_uuid()::text"),
            "ALTER TABLE users ADD slug text COLLATE \"C\"; UPDATE users SET slug = lower(name) || '-' || id; ALTER TABLE users ALTER slug SET NOT NULL, ALTER slug SET DEFAULT gen_random_uuid()::text"),
        ["index with everything"] = (
            p => p.CreateIndex(
                "IX_users_Name", "users", ["name", "id"], unique: true, filter: "name IS NOT NULL", descending: [true, false], include: ["team_id"],
                collation: ["C", ""], operators: ["text_pattern_ops"], nullSortOrder: [NullSortOrder.NullsLast],
                storageParameters: new Dictionary<string, string> { ["fillfactor"] = "70" }),
            "CREATE UNIQUE INDEX \"IX_users_Name\" ON users (name COLLATE \"C\" text_pattern_ops DESC NULLS LAST, id) INCLUDE (team_id) WITH (fillfactor = 70) WHERE name IS NOT NULL"),
        ["foreign key with actions"] = (
            p => p.AddForeignKey("FK_users_teams", "users", "team_id", "teams", "id", onUpdate: ForeignKeyAction.Cascade, onDelete: ForeignKeyAction.SetNull),
            "ALTER TABLE users ADD CONSTRAINT \"FK_users_teams\" FOREIGN KEY (team_id) REFERENCES teams (id) ON UPDATE CASCADE ON DELETE SET NULL"),
        ["deferrable foreign key"] = (
            p => p.AddForeignKey("fk", "users", "team_id", "teams", deferral: ForeignKeyDeferral.Deferrable),
            "ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (team_id) REFERENCES teams DEFERRABLE"),
        ["deferred foreign key"] = (
            p => p.AddForeignKey("fk", "users", ["team_id"], "teams", ["id"], deferral: ForeignKeyDeferral.InitiallyDeferred),
            "ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (team_id) REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED"),
    };

    public static IEnumerable<TheoryDataRow<int, string>> EachCase =>
        from version in PostgresVersion.All
        from name in Cases.Keys
        where version is PostgresVersion.Oldest or PostgresVersion.Newest or 17
        select new TheoryDataRow<int, string>(version, name);

    [Theory]
    [MemberData(nameof(EachCase))]
    public async Task TableWithRows_EndsWithThePlainSchema(int version, string name)
    {
        await using var plain = await PhasedDatabase.CreateAsync(version, Shop + Rows);
        await using var phased = await PhasedDatabase.CreateAsync(version, Shop + Rows);

        await plain.ExecuteAsync(Cases[name].Plain);
        await phased.RegisterAsync("m", Cases[name].Phased);
        await phased.CompleteAsync();

        Assert.Equal("completed", await phased.StateAsync("m"));
        Assert.Empty((await plain.SnapshotAsync()).Diff(await phased.SnapshotAsync()));
        Assert.Equal(
            await plain.ScalarAsync<string>("SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM users u"),
            await phased.ScalarAsync<string>("SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM users u"));
        Assert.Equal(0L, await phased.ScalarAsync<long>("SELECT count(*) FROM pg_proc WHERE pronamespace = 'phased'::regnamespace AND prorettype = 'trigger'::regtype"));
    }

    [Theory]
    [MemberData(nameof(EachCase))]
    public async Task EmptyTable_IsCompleteAtOnce(int version, string name)
    {
        await using var plain = await PhasedDatabase.CreateAsync(version, Shop);
        await using var phased = await PhasedDatabase.CreateAsync(version, Shop);

        await plain.ExecuteAsync(Cases[name].Plain);
        await phased.RegisterAsync("m", Cases[name].Phased);

        Assert.Equal("completed", await phased.StateAsync("m"));
        Assert.Empty((await plain.SnapshotAsync()).Diff(await phased.SnapshotAsync()));
    }

    [Theory]
    [MemberData(nameof(EachCase))]
    public async Task Reverting_LeavesTheSchemaAsItWas_FromEveryState(int version, string name)
    {
        await using var phased = await PhasedDatabase.CreateAsync(version, Shop + Rows);
        var before = await phased.SnapshotAsync();

        await phased.RegisterAsync("m", Cases[name].Phased);
        await phased.RevertAsync("m");
        Assert.Empty(before.Diff(await phased.SnapshotAsync()));

        await phased.RegisterAsync("m", Cases[name].Phased);
        await phased.RunAsync();
        await phased.RevertAsync("m");
        Assert.Empty(before.Diff(await phased.SnapshotAsync()));

        await phased.RegisterAsync("m", Cases[name].Phased);
        await phased.CompleteAsync();
        await phased.RevertAsync("m");
        Assert.Empty(before.Diff(await phased.SnapshotAsync()));
        Assert.Equal(0L, await phased.ScalarAsync<long>("SELECT count(*) FROM phased.migrations"));
    }
}
