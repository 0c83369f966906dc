namespace PhasedMigrations.Tool.Tests;

public sealed class PlanTests
{
    [Fact]
    public async Task Plan_ShowsTheStepsByPhase_AndChangesNothing()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "plan")).EndedWith(0).Output;

        Assert.Contains("-- RequireVerified\n\n-- migrate: long, online\n-- 1. backfill public.users (verified) in batches\n--    locks: ", text, StringComparison.Ordinal);
        Assert.Contains("\n-- contract: instant, when no old code runs any more\n", text, StringComparison.Ordinal);
        Assert.Contains("""CREATE UNIQUE INDEX CONCURRENTLY "ix_users_email" ON "public"."users" ("email");""", text, StringComparison.Ordinal);
        Assert.Equal(100, await users.CountAsync("verified IS NULL"));
    }

    [Fact]
    public async Task PlanOfAName_AsJson_HasItsStepsOnly()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();

        var plans = (await PhasedTool.RunAsync(users.ConnectionString, "plan", "IndexEmail", "--json")).EndedWith(0).Json;

        Assert.Equal(1, plans.GetArrayLength());
        Assert.Equal("IndexEmail", plans[0].GetProperty("migration").GetString());
        var step = plans[0].GetProperty("steps")[0];
        Assert.Equal("migrate", step.GetProperty("phase").GetString());
        Assert.StartsWith("CREATE UNIQUE INDEX CONCURRENTLY", step.GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.Contains("SHARE UPDATE EXCLUSIVE", step.GetProperty("locks").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SaysHowTheTableIsCut_AndWhatGoesWithTheRows()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.Database.ExecuteAsync(
            "CREATE TABLE visits (user_id integer REFERENCES users ON DELETE CASCADE); CREATE INDEX ON visits (user_id)", TestContext.Current.CancellationToken);
        await users.RegisterAsync("ForgetSome", phased => phased.DeleteRows(table: "users", where: "id <= 10"));

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "plan")).EndedWith(0).Output;
        var step = (await PhasedTool.RunAsync(users.ConnectionString, "plan", "--json")).EndedWith(0).Json[0].GetProperty("steps")[0];

        Assert.Contains("\n--    chunks: windows of pages", text, StringComparison.Ordinal);
        Assert.Contains("\n--    note: rows of public.visits that refer to a deleted row go with it", text, StringComparison.Ordinal);
        Assert.StartsWith("windows of pages", step.GetProperty("chunks").GetString(), StringComparison.Ordinal);
        Assert.Contains("ON DELETE CASCADE", step.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "ranges of the key (id): asked for")]
    [InlineData("modulo:16", "16 passes along the key (id), one for each remainder of its division by 16, in ranges: asked for")]
    [InlineData("time:seen", "ranges of time (seen, id), as wide as a batch is, and then the rows without a time: asked for")]
    public async Task WayThatWasAskedFor_IsPlanned_AndRun(string way, string chunks)
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.Database.ExecuteAsync("ALTER TABLE users ADD seen timestamptz; CREATE INDEX ON users (seen)", TestContext.Current.CancellationToken);
        await users.RegisterAsync("Fill", phased => phased.Backfill(table: "users", set: "verified = false", where: "verified IS NULL"));

        var step = (await PhasedTool.RunAsync(users.ConnectionString, "plan", "--json", "--chunking", way)).EndedWith(0).Json[0].GetProperty("steps")[0];
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--chunking", way)).EndedWith(0);

        Assert.Equal(chunks, step.GetProperty("chunks").GetString());
        Assert.Equal(0, await users.CountAsync("verified IS NULL"));
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("modulo:1")]
    [InlineData("modulo:many")]
    [InlineData("time")]
    [InlineData("keys:id")]
    public async Task WayThatIsNone_IsRefused(string way)
    {
        await using var users = await Users.CreateAsync(rows: 1);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--chunking", way)).EndedWith(2);

        Assert.Contains("--chunking is one of pages, keys, modulo:16, time:created_at", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingLeft_SaysSo()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterIndexEmailAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(0);

        Assert.Equal("-- Nothing is left to do.\n", (await PhasedTool.RunAsync(users.ConnectionString, "plan")).EndedWith(0).Output);
        Assert.Equal("[]\n", (await PhasedTool.RunAsync(users.ConnectionString, "plan", "--json")).EndedWith(0).Output);
    }
}
