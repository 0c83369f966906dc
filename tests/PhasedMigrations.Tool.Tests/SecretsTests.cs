namespace PhasedMigrations.Tool.Tests;

/// <summary>Neither a password nor a connection string is ever printed, whatever goes wrong.</summary>
public sealed class SecretsTests
{
    private const string Password = "hunter-zwei-%zj";

    // Nothing listens on port 1.
    private const string Unreachable = $"Host=127.0.0.1;Port=1;Database=shop;Username=operator;Password={Password};Timeout=2";

    private const string Other = "Host=127.0.0.1;Port=1;Timeout=2";

    public static TheoryData<string?, string[]> Calls => new()
    {
        { Unreachable, ["status"] },
        { Unreachable, ["run", "--verbose"] },
        { Unreachable, ["run", "--json", "--verbose"] },
        { null, ["plan", "--connection", Unreachable] },
        // The connection string in the wrong place.
        { null, [Unreachable] },
        { Other, ["status", Unreachable] },
        { Other, ["plan", Unreachable] },
        { Other, ["run", "Name", Unreachable] },
        { Other, ["contract", Unreachable] },
        { Other, ["contract", "Name", Unreachable] },
        { null, ["status", "--json", "--conection", Unreachable] },
        { null, ["run", $"--max-duration={Unreachable}"] },
        // Connection strings that cannot be read.
        { $"postgres://deploy:{Password}@db/shop", ["status"] },
        { null, ["status", $"postgres://deploy:{Password}@db/shop"] },
        { $"Host=db;Port={Password}", ["status", "--verbose"] },
        { $"Host=db;{Password}=x", ["status", "--verbose"] },
        { Password, ["status", "--verbose"] },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task RefusedCall_DoesNotRepeatTheSecret(string? connectionString, string[] args)
    {
        var result = await PhasedTool.RunAsync(connectionString, args);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("phased: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, result.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Username=operator;", result.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkingRun_DoesNotRepeatTheSecret_AlsoNotInItsLog()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(users.ConnectionString) { Password = Password }.ConnectionString;

        var result = (await PhasedTool.RunAsync(connection, "run", "--verbose")).EndedWith(3);

        Assert.NotEmpty(result.Errors);
        Assert.DoesNotContain(Password, result.Everything, StringComparison.Ordinal);
    }
}
