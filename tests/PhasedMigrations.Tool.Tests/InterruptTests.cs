namespace PhasedMigrations.Tool.Tests;

public sealed class InterruptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_EndsBetweenBatches_AndTheNextRunResumes(string signal)
    {
        await using var users = await Users.CreateAsync(rows: 30_000);
        // Counts how often each row was written, so that a chunk done twice or not at all shows.
        await users.Database.ExecuteAsync(
            """
            CREATE TABLE written (id integer);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO written VALUES (NEW.id); RETURN NULL; END $$;
            CREATE TRIGGER note AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note()
            """,
            Cancellation);
        await users.RegisterRequireVerifiedAsync();
        await using var row = await LockedRow.HoldAsync(users.Database, id: 4_321);

        await using var tool = PhasedTool.Start(users.ConnectionString, "run");
        await row.WaitForSomebodyAsync();
        await tool.SignalAsync(signal);
        await tool.WaitForErrorAsync("Stopping after the current chunk");
        await row.ReleaseAsync();
        var stopped = (await tool.EndAsync()).EndedWith(3);

        Assert.Contains("Nothing is lost; the same command resumes.", stopped.Output, StringComparison.Ordinal);
        var done = await users.CountAsync("verified IS NOT NULL");
        // The batch that met the row is done, or was waiting to try again and did not begin: whole in any case.
        Assert.InRange(done, 0, 29_999);
        Assert.Equal(done, await users.Database.ScalarAsync<long>("SELECT count(*) FROM written", Cancellation));

        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);
        Assert.Equal(0, await users.CountAsync("verified IS NULL"));
        Assert.Equal(30_000, await users.Database.ScalarAsync<long>("SELECT count(*) FROM written", Cancellation));
        Assert.Equal(30_000, await users.Database.ScalarAsync<long>("SELECT count(DISTINCT id) FROM written", Cancellation));
    }
}
