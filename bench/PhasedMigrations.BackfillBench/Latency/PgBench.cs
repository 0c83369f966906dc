using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PhasedMigrations.Load;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench.Latency;

/// <summary>The same traffic by pgbench, somebody else's open loop: <c>-R</c> schedules, and latencies count from the schedule.</summary>
internal static class PgBench
{
    /// <summary>The version's line; null where pgbench is not installed.</summary>
    public static async Task<string?> FindAsync()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pgbench", ["--version"]) { RedirectStandardOutput = true })!;
            var version = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return version.Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <param name="longest">pgbench needs to know in advance for how long it runs; what it does before and after the work is not counted.</param>
    /// <param name="fillAsync">Tells how long it took.</param>
    public static async Task<Impact> MeasureAsync(
        Traffic traffic, TestDatabase database, Table table, TimeSpan longest, Func<Task<TimeSpan>> fillAsync, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("phased-pgbench-");
        try
        {
            using var process = Start(traffic, database, table, longest, folder.FullName);
            await Task.Delay(traffic.WarmUp, cancellationToken);
            var begin = TimeProvider.System.GetUtcNow();
            var seconds = (await fillAsync()).TotalSeconds;
            var end = TimeProvider.System.GetUtcNow();
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"pgbench ended with {process.ExitCode}.");
            var latencies = new LatencyHistogram();
            var failed = 0L;
            foreach (var log in folder.EnumerateFiles("log.*"))
                failed += await ReadAsync(log.FullName, begin, end, latencies, cancellationToken);
            return Impact.Of(latencies, failed, seconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(Traffic traffic, TestDatabase database, Table table, TimeSpan longest, string folder)
    {
        var script = Path.Combine(folder, "update.sql");
        File.WriteAllText(script, string.Create(
            CultureInfo.InvariantCulture,
            $"""
             \set id random(1, {table.Rows})
             \set number random(1, 2147483647)
             UPDATE items SET note = lpad(:number::text, {Traffic.NoteLength}, 'x') WHERE id = :id;
             """));
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var clients = traffic.Connections.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "pgbench",
            [
                "--no-vacuum", "--protocol=prepared", "--jobs=1", $"--client={clients}", $"--rate={traffic.Rate.ToString(CultureInfo.InvariantCulture)}",
                $"--time={((int)Math.Ceiling((traffic.WarmUp + longest).TotalSeconds)).ToString(CultureInfo.InvariantCulture)}", "--log",
                $"--log-prefix={Path.Combine(folder, "log")}", $"--file={script}", $"--host={server.Host}",
                $"--port={server.Port.ToString(CultureInfo.InvariantCulture)}", $"--username={server.Username}", server.Database!,
            ]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["PGPASSWORD"] = server.Password;
        var process = Process.Start(start)!;
        // Its own summary is about all of its time, and a pipe that nobody reads stops it.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // A line: client, number, latency in µs or "failed", script, end in seconds and µs of the epoch, lag.
    private static async Task<long> ReadAsync(string log, DateTimeOffset begin, DateTimeOffset end, LatencyHistogram latencies, CancellationToken cancellationToken)
    {
        var failed = 0L;
        await foreach (var line in File.ReadLinesAsync(log, cancellationToken))
        {
            var fields = line.Split(' ');
            if (!long.TryParse(fields[2], CultureInfo.InvariantCulture, out var microseconds))
            {
                failed++;
                continue;
            }

            var latency = TimeSpan.FromMicroseconds(microseconds);
            var ended = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[4], CultureInfo.InvariantCulture))
                + TimeSpan.FromMicroseconds(long.Parse(fields[5], CultureInfo.InvariantCulture));
            if (ended - latency >= begin && ended - latency < end)
                latencies.Record(latency);
        }

        return failed;
    }
}
