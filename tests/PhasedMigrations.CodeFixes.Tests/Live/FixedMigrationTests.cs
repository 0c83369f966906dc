using Microsoft.CodeAnalysis.CodeFixes;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Catalog;

namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>Runs each migration as it was and as it is after its fixes, on real servers, and compares what is left, forth and back.</summary>
public sealed class FixedMigrationTests
{
    public static IEnumerable<object[]> PhasedCases =>
        from version in Versions
        from migration in LiveCase.All
        where migration.OldestServer <= version && migration.HasPhasedFix
        select new object[] { version, migration.Name };

    public static IEnumerable<object[]> PlainCases =>
        from version in Versions
        from migration in LiveCase.All
        where migration.OldestServer <= version && migration.HasPlainFix
        select new object[] { version, migration.Name };

    private static IEnumerable<int> Versions => PostgresVersion.OldestAndNewest.Select(row => (int)row[0]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PlainCases))]
    public async Task PlainFix_LeavesTheSameSchemaAndBlocksNoWriter(int version, string name)
    {
        var migration = LiveCase.All.Single(candidate => candidate.Name == name);
        var (original, fixedProject) = await CompileAsync(migration, FixKind.Plain);
        await using var plain = await PrepareAsync(version, withRows: !migration.NeedsEmptyTables);
        await using var safe = await PrepareAsync(version, withRows: true);
        var before = new LiveMigration(original, plain.ConnectionString);
        var after = new LiveMigration(fixedProject, safe.ConnectionString);

        await before.UpAsync(Cancellation);
        await after.UpAsync(Cancellation);
        await AssertSameSchemaAsync(plain, safe);

        await before.DownAsync(Cancellation);
        await after.DownAsync(Cancellation);
        await AssertSameSchemaAsync(plain, safe);

        Assert.Empty(await BlockingScan.FindAsync(safe, after.Commands(), LiveCase.Rows, Cancellation));
        if (!migration.NeedsEmptyTables && !migration.ScansNothing)
            Assert.NotEmpty(await BlockingScan.FindAsync(plain, before.Commands(), LiveCase.Rows, Cancellation));
    }

    [Theory, MemberData(nameof(PhasedCases))]
    public async Task PhasedFix_LeavesTheSameSchemaAndBlocksNoWriter(int version, string name)
    {
        var migration = LiveCase.All.Single(candidate => candidate.Name == name);
        var (original, fixedProject) = await CompileAsync(migration, FixKind.Phased);
        await using var plain = await PrepareAsync(version, withRows: !migration.NeedsEmptyTables);
        await using var safe = await PrepareAsync(version, withRows: true);
        var before = new LiveMigration(original, plain.ConnectionString);
        var after = new LiveMigration(fixedProject, safe.ConnectionString);

        await before.UpAsync(Cancellation);
        await using (var writer = ConcurrentWriter.Start(safe))
        {
            await after.UpAsync(Cancellation);
            var result = await new PhasedRunner(safe.DataSource).RunAsync(new PhasedRunRequest { Contract = true }, cancellationToken: Cancellation);
            Assert.All(result.Migrations, run => Assert.Equal((run.Name, PhasedRunOutcome.Complete), (run.Name, run.Outcome)));
        }

        await AssertSameSchemaAsync(plain, safe);
        if (!migration.NeedsEmptyTables)
            Assert.Equal(await RowsAsync(plain), await RowsAsync(safe));

        await before.DownAsync(Cancellation);
        await after.DownAsync(Cancellation);
        await AssertSameSchemaAsync(plain, safe);

        Assert.Empty(await BlockingScan.FindAsync(safe, after.Commands(), LiveCase.Rows, Cancellation));
    }

    [Theory, MemberData(nameof(PhasedCases))]
    public async Task PhasedFixOnEmptyTables_IsCompleteAtOnce(int version, string name)
    {
        var migration = LiveCase.All.Single(candidate => candidate.Name == name);
        var (original, fixedProject) = await CompileAsync(migration, FixKind.Phased);
        await using var plain = await PrepareAsync(version, withRows: false);
        await using var safe = await PrepareAsync(version, withRows: false);

        await new LiveMigration(original, plain.ConnectionString).UpAsync(Cancellation);
        await new LiveMigration(fixedProject, safe.ConnectionString).UpAsync(Cancellation);

        await AssertSameSchemaAsync(plain, safe);
    }

    /// <summary>Both assemblies; every hazard of the original is fixed.</summary>
    private static async Task<(System.Reflection.Assembly Original, System.Reflection.Assembly Fixed)> CompileAsync(LiveCase migration, FixKind kind)
    {
        var original = LiveMigration.Project(migration.Source);
        var runnable = LiveMigration.Project(migration.Runnable);
        var changed = await original.FixAllAsync(kind, FixAllScope.Project, Cancellation);
        var left = await changed.FixAllAsync(kind, FixAllScope.Project, Cancellation);
        Assert.Same(left, changed);
        Assert.NotSame(original, changed);
        return (await runnable.CompileAsync(Cancellation), await changed.CompileAsync(Cancellation));
    }

    private static async Task<TestDatabase> PrepareAsync(int version, bool withRows)
    {
        var server = await Servers.GetAsync(version);
        var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(LiveCase.Tables, Cancellation);
        if (withRows)
            await database.ExecuteAsync(LiveCase.Fill, Cancellation);
        return database;
    }

    /// <summary>Names included; what differs is the failure's message.</summary>
    private static async Task AssertSameSchemaAsync(TestDatabase plain, TestDatabase safe)
    {
        var expected = await CatalogSnapshot.ReadAsync(plain.DataSource, ["phased"], Cancellation);
        Assert.Equal("", string.Join('\n', expected.Diff(await CatalogSnapshot.ReadAsync(safe.DataSource, ["phased"], Cancellation))));
    }

    private static async Task<string?> RowsAsync(TestDatabase database) => await database.ScalarAsync<string>(
        """
        SELECT (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o WHERE id <= 2000)
            || (SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM sales.lines l WHERE id <= 2000)
        """, Cancellation);
}
