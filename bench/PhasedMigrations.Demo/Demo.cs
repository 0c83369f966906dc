using System.Diagnostics;
using PhasedMigrations.Load;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Catalog;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Demo;

/// <summary>See, rewrite, run: the whole path of a user, with every figure measured in this run.</summary>
internal sealed class Demo(int postgresVersion, int orders, int rate)
{
    private static readonly string[] Migrations =
        ["IndexOrdersByCustomer", "LinkOrdersToCustomers", "RequireOrderStatus", "RequireCustomerEmail", "AddOrderCurrency"];

    // What "phased run" ends with: docs/cli.md.
    private const int Done = 0;
    private const int ContractIsWaiting = 3;

    private const string Deadlock = "40P01";
    private const int MostDeadlocks = 2;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly int _customers = Math.Max(orders / 10, 1);

    private ShopTraffic Traffic => new(orders, _customers, rate);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var folder = new TemporaryFolder();
        Narration.Step("Packing this checkout");
        var packages = await PackedPackages.PackAsync(folder.Path, cancellationToken);
        using var unfixed = new ShopDeployment(packages);
        using var rewritten = new ShopDeployment(packages);

        Narration.Chapter("See: what dotnet build says about the shop's migrations");
        foreach (var warning in await unfixed.BuildAsync(cancellationToken)) Narration.Line(warning);

        Narration.Chapter("Rewrite: dotnet format analyzers");
        await rewritten.FixAsync(cancellationToken);
        var left = await rewritten.BuildAsync(cancellationToken);
        Narration.Line($"{left.Count} warnings left. RequireOrderStatus before and after:");
        Narration.Code(unfixed.UpOf("RequireOrderStatus"));
        Narration.Code(rewritten.UpOf("RequireOrderStatus"));
        await rewritten.InstallToolAsync(cancellationToken);

        Narration.Chapter($"Run: PostgreSQL {postgresVersion}, {orders:N0} orders, {rate} requests a second");
        await using var server = await PostgresServer.StartAsync(postgresVersion, new PostgresServerOptions { Durable = true }, cancellationToken);
        var expected = await ExpectedSchemaAsync(server, unfixed, cancellationToken);
        Narration.Step("Loading the shop");
        await using var shop = await LoadShopAsync(server, unfixed, cancellationToken);

        Narration.Step("Unsafe migrations under traffic");
        var unsafely = await RunUnsafeAsync(server, shop, unfixed, expected, cancellationToken);
        Narration.Step("Phased migrations under the same traffic");
        var phased = await RunPhasedAsync(server, shop, rewritten, expected, cancellationToken);

        return Narration.Verdict(unsafely, phased, Migrations.Length, clock.Elapsed);
    }

    private static async Task<CatalogSnapshot> ExpectedSchemaAsync(
        PostgresServer server, ShopDeployment shop, CancellationToken cancellationToken)
    {
        await using var empty = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        (await shop.MigrateAsync(empty, target: null, cancellationToken)).EnsureSuccess();
        return await CatalogSnapshot.ReadAsync(empty.DataSource, cancellationToken: cancellationToken);
    }

    /// <summary>A database as it was before the migrations of this demo; both runs start from a copy of it.</summary>
    private async Task<TestDatabase> LoadShopAsync(PostgresServer server, ShopDeployment shop, CancellationToken cancellationToken)
    {
        var database = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        (await shop.MigrateAsync(database, "InitialShop", cancellationToken)).EnsureSuccess();
        await database.ExecuteAsync(
            $"""
            INSERT INTO customers (name, email) SELECT 'customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, {_customers}) n;
            INSERT INTO orders (customer_id, status, total, placed_at)
            SELECT 1 + n % {_customers}, CASE WHEN n % 3 = 0 THEN 'paid' END, n % 1000, now() - n * interval '1 second'
            FROM generate_series(1, {orders}) n;
            """,
            cancellationToken);
        await database.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        return database;
    }

    private async Task<Outcome> RunUnsafeAsync(
        PostgresServer server, TestDatabase shop, ShopDeployment deployment, CatalogSnapshot expected, CancellationToken cancellationToken)
    {
        await using var database = await CopyAsync(server, shop, cancellationToken);
        await using var traffic = await StartAsync(Traffic.StartOldVersionAsync, database, cancellationToken);

        var clock = Stopwatch.StartNew();
        var applied = 0;
        var deadlocks = 0;
        string? refused = null;
        foreach (var migration in Migrations)
        {
            var result = await deployment.MigrateAsync(database, migration, cancellationToken);
            // A long update meets the clients' own updates: a pipeline starts the deployment again.
            for (var again = 0; again < MostDeadlocks && ServerMessage(result) is { } message && message.StartsWith(Deadlock, StringComparison.Ordinal); again++)
            {
                deadlocks++;
                result = await deployment.MigrateAsync(database, migration, cancellationToken);
            }
            if (result.ExitCode != 0)
            {
                refused = $"{migration}: {ServerMessage(result) ?? result.Errors.Trim()}";
                break;
            }
            applied++;
        }
        var duration = clock.Elapsed;
        var report = await traffic.StopAsync(cancellationToken);
        return new Outcome(duration, applied, refused, deadlocks, [report], await DifferencesAsync(expected, database, cancellationToken));
    }

    private async Task<Outcome> RunPhasedAsync(
        PostgresServer server, TestDatabase shop, ShopDeployment deployment, CatalogSnapshot expected, CancellationToken cancellationToken)
    {
        await using var database = await CopyAsync(server, shop, cancellationToken);
        await using var oldVersion = await StartAsync(Traffic.StartOldVersionAsync, database, cancellationToken);

        var clock = Stopwatch.StartNew();
        foreach (var migration in Migrations)
            (await deployment.MigrateAsync(database, migration, cancellationToken)).EnsureSuccess();
        await deployment.PhasedAsync(database, ["run"], ContractIsWaiting, cancellationToken);

        Narration.Step("Deploying the shop's new version, then the contract");
        await using var newVersion = await Traffic.StartNewVersionAsync(database.ConnectionString, cancellationToken);
        var oldReport = await oldVersion.StopAsync(cancellationToken);
        await deployment.PhasedAsync(database, ["run", "--contract"], Done, cancellationToken);
        var duration = clock.Elapsed;
        var newReport = await newVersion.StopAsync(cancellationToken);
        return new Outcome(
            duration, Migrations.Length, Refused: null, Deadlocks: 0, [oldReport, newReport], await DifferencesAsync(expected, database, cancellationToken));
    }

    private static async Task<TestDatabase> CopyAsync(PostgresServer server, TestDatabase shop, CancellationToken cancellationToken)
    {
        // A template must have no connection; ours are pooled.
        shop.DataSource.Clear();
        return await server.CreateDatabaseAsync(shop.Name, cancellationToken);
    }

    private static async Task<LoadRun> StartAsync(
        Func<string, CancellationToken, Task<LoadRun>> start, TestDatabase database, CancellationToken cancellationToken)
    {
        var run = await start(database.ConnectionString, cancellationToken);
        await Task.Delay(WarmUp, cancellationToken);
        return run;
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(
        CatalogSnapshot expected, TestDatabase database, CancellationToken cancellationToken) =>
        expected.Diff(await CatalogSnapshot.ReadAsync(database.DataSource, excludedSchemas: ["phased"], cancellationToken));

    /// <summary>What PostgreSQL said to a migration that it refused, null when it refused none.</summary>
    private static string? ServerMessage(ProgramResult result) => result.Errors.Split('\n')
        .FirstOrDefault(line => line.Contains("PostgresException", StringComparison.Ordinal))?.Split(": ", 2)[^1].Trim();
}
