using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Traffic;

public sealed class TrafficSamplingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<TrafficSample> SampleAsync(PhasedDatabase database, NpgsqlDataSource dataSource)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        await using var samples = new PhasedTraffic(dataSource, time).SampleAsync(TimeSpan.FromSeconds(1), Cancellation).GetAsyncEnumerator(Cancellation);
        var next = samples.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            // Whatever moment the sampler has come to: there is traffic, and its pause is over.
            await database.ExecuteAsync("INSERT INTO t SELECT generate_series(1, 100)");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await next);
        return samples.Current;
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Samples_AreKeptWhereTheSchemaIs(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, "CREATE TABLE t (a integer)");
        await database.RegisterAsync("m", phased => phased.CreateIndex("ix", "t", "a"));

        var sample = await SampleAsync(database, database.DataSource);

        Assert.True(sample.WalBytes > 0, $"{sample}");
        var kept = Assert.Single(await new PhasedTraffic(database.DataSource).GetSamplesAsync(TimeSpan.FromDays(1), Cancellation));
        Assert.Equal((sample.WalBytes, sample.ActiveSessions, sample.Transactions), (kept.WalBytes, kept.ActiveSessions, kept.Transactions));
    }

    [Fact]
    public async Task WithoutTheSchema_SamplesAreTakenAllTheSame()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE t (a integer)");

        await SampleAsync(database, database.DataSource);

        Assert.Empty(await new PhasedTraffic(database.DataSource).GetSamplesAsync(TimeSpan.FromDays(1), Cancellation));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regnamespace('phased') IS NULL"));
    }

    [Fact]
    public async Task RoleWithoutRightsOnTheSchema_MaySample()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE t (a integer)");
        await database.RegisterAsync("m", phased => phased.CreateIndex("ix", "t", "a"));
        var role = $"sampler_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { Username = role, Pooling = false };
            await using var dataSource = NpgsqlDataSource.Create(settings);

            await SampleAsync(database, dataSource);

            Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.traffic_samples"));
        }
        finally
        {
            await database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3601)]
    public async Task IntervalOutOfRange_IsRefused(double seconds)
    {
        await using var dataSource = NpgsqlDataSource.Create("Host=127.0.0.1");

        Assert.Throws<ArgumentOutOfRangeException>(() => new PhasedTraffic(dataSource).SampleAsync(TimeSpan.FromSeconds(seconds), Cancellation));
    }
}
