using Npgsql;

namespace PhasedMigrations.Tool.Tests;

public sealed class UsageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("plan")]
    [InlineData("contract", "Name")]
    [InlineData("pause", "Name")]
    [InlineData("resume", "Name")]
    [InlineData("cancel", "Name")]
    [InlineData("pace", "Name", "--full")]
    [InlineData("watch")]
    [InlineData("events")]
    public async Task NoConnection_IsRefusedWithWhatToSet(params string[] args)
    {
        var result = (await PhasedTool.RunAsync(connectionString: null, args)).EndedWith(2);

        Assert.Equal(
            "phased: No database is named. Set the environment variable PHASED_CONNECTION or give --connection \"Host=db;Database=shop;Username=deploy\".\n",
            result.Errors);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("plan")]
    [InlineData("contract", "Name")]
    public async Task UnreachableServer_IsRefusedInOneSentence(params string[] args)
    {
        var result = (await PhasedTool.RunAsync("Host=127.0.0.1;Port=1;Database=shop;Username=deploy;Timeout=2", args)).EndedWith(2);

        Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("No connection to the PostgreSQL server", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task UnreachableServer_AsJson_EndsWithAnErrorObject()
    {
        var result = (await PhasedTool.RunAsync("Host=127.0.0.1;Port=1;Timeout=2", "run", "--json")).EndedWith(2);

        var error = Assert.Single(result.JsonLines);
        Assert.Equal("error", error.GetProperty("event").GetString());
        Assert.Equal(2, error.GetProperty("exitCode").GetInt32());
        Assert.StartsWith("No connection", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownSignal_IsRefusedWithTheKnownOnes()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--waive", "lag")).EndedWith(2);
        Assert.Contains("there is no signal lag. The signals are replica-lag, ", result.Errors, StringComparison.Ordinal);

        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract", "--waive", "replica-lag", "--waive", "memory")).EndedWith(0);
        Assert.Equal(
            0, await users.CountAsync("EXISTS (SELECT 1 FROM phased.runners WHERE signals ?| ARRAY['replica-lag', 'memory'] OR NOT signals ? 'connections')"));
    }

    [Fact]
    public async Task Verbose_AddsTheStackTrace()
    {
        var result = await PhasedTool.RunAsync("Host=127.0.0.1;Port=1;Timeout=2", "status", "--verbose");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongDatabase_IsRefusedByName()
    {
        await using var users = await Users.CreateAsync(rows: 1);
        var missing = new NpgsqlConnectionStringBuilder(users.ConnectionString) { Database = "no_such_database" }.ConnectionString;

        var result = (await PhasedTool.RunAsync(missing, "status")).EndedWith(2);

        Assert.Contains("no_such_database", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "RequireVerifed")]
    [InlineData("status", "RequireVerifed")]
    [InlineData("plan", "RequireVerifed")]
    [InlineData("contract", "RequireVerifed")]
    [InlineData("pause", "RequireVerifed")]
    [InlineData("resume", "RequireVerifed")]
    [InlineData("cancel", "RequireVerifed")]
    [InlineData("pace", "RequireVerifed", "--full")]
    [InlineData("retry", "RequireVerifed")]
    [InlineData("watch", "RequireVerifed")]
    public async Task UnknownName_IsRefusedByName(params string[] args)
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, args)).EndedWith(2);

        Assert.Contains("RequireVerifed", result.Errors, StringComparison.Ordinal);
        Assert.Contains("RequireVerified", result.Errors, StringComparison.Ordinal);
        Assert.Equal(10, await users.CountAsync("verified IS NULL"));
    }

    [Theory]
    [InlineData("run", "Name")]
    [InlineData("contract", "Name")]
    [InlineData("status", "Name")]
    [InlineData("plan", "Name")]
    public async Task NameInADatabaseWithoutAny_IsRefused(params string[] args)
    {
        await using var users = await Users.CreateAsync(rows: 1);

        Assert.Contains("Name", (await PhasedTool.RunAsync(users.ConnectionString, args)).EndedWith(2).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run", "--fast")]
    [InlineData("run", "--max-duration", "soon")]
    [InlineData("run", "--max-duration", "0s")]
    [InlineData("run", "--window", "at night")]
    [InlineData("run", "--window", "22:00-06:00 Europe/Atlantis")]
    [InlineData("run", "--stop-before", "dawn")]
    [InlineData("run", "--outside-window", "sleep")]
    [InlineData("pace", "Name")]
    [InlineData("pace", "Name", "--gentle", "--full")]
    [InlineData("pace", "Name", "--default", "--workers", "2")]
    [InlineData("pace", "Name", "--workers", "0")]
    [InlineData("pace", "Name", "--pause-ratio", "101")]
    [InlineData("watch", "--interval", "often")]
    [InlineData("events", "--last", "0")]
    [InlineData("traffic", "--for", "ever")]
    [InlineData("traffic", "--interval", "2h")]
    [InlineData("traffic", "--zone", "Atlantis")]
    [InlineData("pause")]
    [InlineData("contract")]
    [InlineData]
    public async Task WrongUsage_IsRefusedWithTheWayToHelp(params string[] args)
    {
        var result = (await PhasedTool.RunAsync("Host=127.0.0.1;Port=1;Timeout=2", args)).EndedWith(2);

        Assert.StartsWith("phased: ", result.Errors, StringComparison.Ordinal);
        Assert.Matches("--help|30m", result.Errors);
    }

    [Theory]
    [InlineData("run", "phased run --max-duration 2h --json")]
    [InlineData("status", "phased status --exit-code")]
    [InlineData("plan", "phased plan RequireEmailVerified")]
    [InlineData("contract", "phased contract RequireEmailVerified")]
    [InlineData("pause", "phased pause RequireEmailVerified --reason")]
    [InlineData("resume", "phased resume RequireEmailVerified")]
    [InlineData("cancel", "phased cancel RequireEmailVerified --reason")]
    [InlineData("pace", "phased pace RequireEmailVerified --gentle --workers 1")]
    [InlineData("retry", "phased retry RequireEmailVerified")]
    [InlineData("watch", "phased watch RequireEmailVerified")]
    [InlineData("events", "phased events --last 20 --follow")]
    [InlineData("traffic", "phased traffic --zone Europe/Berlin")]
    public async Task Help_HasExamplesAndExitCodes(string command, string example)
    {
        var result = (await PhasedTool.RunAsync(connectionString: null, command, "--help")).EndedWith(0);

        Assert.Contains($"phased {command}", result.Output, StringComparison.Ordinal);
        Assert.Contains(example, result.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task RoleWithoutRights_IsRefused_AndBlockedWhereOnlyATableIsMissing()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        // Roles belong to the server, not to the test's database.
        var role = $"weak_{users.Database.Name}";
        await users.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD '{role}'", Cancellation);
        try
        {
            var weak = new NpgsqlConnectionStringBuilder(users.ConnectionString) { Username = role, Password = role }.ConnectionString;

            var refused = (await PhasedTool.RunAsync(weak, "run")).EndedWith(2);
            await users.Database.ExecuteAsync(
                $"GRANT USAGE ON SCHEMA phased TO {role}; GRANT ALL ON ALL TABLES IN SCHEMA phased TO {role}", Cancellation);
            var blocked = (await PhasedTool.RunAsync(weak, "run")).EndedWith(1);

            Assert.Contains("permission denied for schema phased", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("docs/privileges.md", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("GRANT SELECT ON", blocked.Output, StringComparison.Ordinal);
        }
        finally
        {
            await users.Database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}", CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("UPDATE phased.schema_version SET version = 99", "newer")]
    [InlineData("UPDATE phased.schema_version SET version = 0", "phased run")]
    public async Task OtherSchemaVersion_IsRefused(string change, string says)
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        await users.Database.ExecuteAsync(change, Cancellation);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(2);

        Assert.Contains(says, result.Errors, StringComparison.Ordinal);
    }
}
