using Npgsql;
using PhasedMigrations.Planning;

namespace PhasedMigrations.BackfillBench;

/// <summary>One way to fill a new column of every row.</summary>
internal sealed record Method(string Name, string Description, Func<NpgsqlDataSource, Table, Task> RunAsync)
{
    public const string Baseline = "update";

    public static IReadOnlyList<Method> All { get; } =
    [
        Script(Baseline, "one UPDATE"),
        Script("keyset", "PL/pgSQL loop along the key, 5,000 rows, COMMIT"),
        Script("in-limit", "loop of `id IN (SELECT … LIMIT 5000)`, COMMIT"),
        Script("trigger-flag", "trigger and flag column, 1,000 rows (pgroll's pattern)"),
        Ours("ours-1", "PhasedMigrations, 1 worker", new() { Workers = 1 }),
        Ours("ours-2", "PhasedMigrations, 2 workers", new() { Workers = 2 }),
    ];

    /// <summary>Those whose effect on the application is compared.</summary>
    public static IReadOnlyList<Method> UnderLoad { get; } =
    [
        .. All.Where(method => method.Name is Baseline or "keyset"),
        Ours("ours", "PhasedMigrations, full pace", new()),
        Ours("ours-gentle", "PhasedMigrations, gentle pace", new() { Pace = BackfillPace.Gentle }),
    ];

    public static Method Named(string name) => All.Concat(UnderLoad).First(method => method.Name == name);

    private static Method Script(string name, string description) => new(name, description, async (dataSource, table) =>
    {
        foreach (var statement in table.Script(name).Split("\n\n"))
            await ExecuteAsync(dataSource, statement);
    });

    private static Method Ours(string name, string description, PhasedRunnerOptions options) => new(name, description, async (dataSource, _) =>
    {
        var definition = new PhasedMigrationBuilder().Backfill("items", "slug = name || '-' || category", "slug IS NULL").Build();
        await ExecuteAsync(dataSource, InlineMigration.Phased("Slug", definition));
        var result = await new PhasedRunner(dataSource, options).RunAsync();
        if (result.Outcome != PhasedRunOutcome.Complete)
            throw new InvalidOperationException(result.Migrations[0].Message, result.Migrations[0].Error);
    });

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
