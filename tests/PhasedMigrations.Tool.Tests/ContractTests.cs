namespace PhasedMigrations.Tool.Tests;

public sealed class ContractTests
{
    [Fact]
    public async Task WhenTheRowsAreMigrated_ContractHappensAtOnce()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "contract", "RequireVerified")).EndedWith(0);

        Assert.Contains("RequireVerified: complete", result.Output, StringComparison.Ordinal);
        Assert.True(await users.IsContractedAsync());
    }

    [Fact]
    public async Task BeforeTheRowsAreMigrated_TheRequestIsKeptForTheRun()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "contract", "RequireVerified")).EndedWith(3);
        Assert.StartsWith("RequireVerified: Noted.", result.Output, StringComparison.Ordinal);
        Assert.False(await users.IsContractedAsync());

        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(0);
        Assert.True(await users.IsContractedAsync());
    }

    [Fact]
    public async Task WhenItIsComplete_NothingHappens()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "contract", "RequireVerified", "--json")).EndedWith(0);

        Assert.Equal("complete", Assert.Single(result.JsonLines).GetProperty("outcome").GetString());
    }
}
