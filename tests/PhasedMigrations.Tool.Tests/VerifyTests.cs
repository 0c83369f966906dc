namespace PhasedMigrations.Tool.Tests;

public sealed class VerifyTests
{
    [Fact]
    public async Task CleanRows_EndWithZero_AndTheCounts()
    {
        await using var users = await Users.CreateAsync(rows: 500);
        await users.RegisterRequireVerifiedAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "verify", "RequireVerified", "--full")).EndedWith(0);
        Assert.Contains("0 of 500 rows not done", text.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 500 rows with another value", text.Output, StringComparison.Ordinal);

        var json = Assert.Single((await PhasedTool.RunAsync(users.ConnectionString, "verify", "RequireVerified", "--sample", "10%", "--json")).EndedWith(0).JsonLines);
        Assert.True(json.GetProperty("clean").GetBoolean());
        Assert.Equal(["pending", "values"], json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task WhatCannotBeCompared_NeedsSomebody()
    {
        await using var users = await Users.CreateAsync(rows: 500);
        await users.RegisterAsync("Verified", phased => phased.Backfill("users", "verified = random() < 0.5", "verified IS NULL"));
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(0);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "verify", "Verified", "--full")).EndedWith(1);

        Assert.Contains("cannot be compared: a function in the expression is VOLATILE", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcceptedRows_RefuseNothingAnyMore()
    {
        await using var users = await Users.CreateAsync(rows: 500);
        await users.RegisterRequireVerifiedAsync();
        await users.Database.ExecuteAsync(
            """
            CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.verified := NOT NEW.verified; RETURN NEW; END $$;
            CREATE TRIGGER zz_other BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.id = 7) EXECUTE FUNCTION other();
            """, TestContext.Current.CancellationToken);
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);
        (await PhasedTool.RunAsync(users.ConnectionString, "verify", "RequireVerified", "--full")).EndedWith(1);
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(1);

        var accepted = (await PhasedTool.RunAsync(users.ConnectionString, "verify", "RequireVerified", "--accept", "a test account")).EndedWith(0);
        Assert.Contains("refuses nothing any more", accepted.Output, StringComparison.Ordinal);
        var again = (await PhasedTool.RunAsync(users.ConnectionString, "verify", "RequireVerified", "--accept", "a test account")).EndedWith(0);
        Assert.Contains("No verification has found wrong rows", again.Output, StringComparison.Ordinal);
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);
    }

    [Theory]
    [InlineData("either --full or --sample", "--full", "--sample", "1%")]
    [InlineData("no share of a table", "--sample", "lots")]
    [InlineData("--full --repair", "--sample", "1%", "--repair")]
    [InlineData("write it alone", "--accept", "looked at", "--full")]
    [InlineData("needs a reason", "--accept", " ")]
    public async Task ContradictoryOptions_AreRefused(string message, params string[] options)
    {
        await using var users = await Users.CreateAsync(rows: 1);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, ["verify", "RequireVerified", .. options])).EndedWith(2);

        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
