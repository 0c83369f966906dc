using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench.Scale;

/// <summary>Where the time of one backfill went.</summary>
/// <param name="Microseconds">Of wall clock, for each row.</param>
/// <param name="Rows">The share of the statements that change rows.</param>
/// <param name="Ledger">The share of all other statements but the last look over the table: the plan, the catalog, claims, the ledger, progress, operators.</param>
/// <param name="Sweep">The share of the statements that look for rows that the application moved.</param>
/// <param name="Statements">Executed in all.</param>
internal sealed record ScaleMeasurement(double Microseconds, double Rows, double Ledger, double Sweep, long Statements)
{
    // Plans count with their statements. What functions execute is in the functions' time; the rows among it are taken out of that.
    private const string Shares =
        """
        SELECT ARRAY[
            coalesce(sum(t.ms) FILTER (WHERE k.kind = 'rows'), 0),
            coalesce(sum(t.ms) FILTER (WHERE k.kind = 'ledger' AND s.toplevel), 0) - coalesce(sum(t.ms) FILTER (WHERE k.kind = 'rows' AND NOT s.toplevel), 0),
            coalesce(sum(t.ms) FILTER (WHERE k.kind = 'sweep'), 0),
            sum(s.calls) FILTER (WHERE s.toplevel)]
        FROM pg_stat_statements s
        CROSS JOIN LATERAL (SELECT s.total_exec_time + s.total_plan_time) AS t (ms)
        CROSS JOIN LATERAL (SELECT CASE
            WHEN s.query ~ 'UPDATE (ONLY )?"public"\."items"' THEN 'rows'
            WHEN s.query ~ 'FROM (ONLY )?"public"\."items"' THEN 'sweep'
            ELSE 'ledger' END) AS k (kind)
        WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    public static async Task<ScaleMeasurement> TakeAsync(TestDatabase database, Table table, FillProcess fill, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellationToken);
        await BenchServer.ExecuteAsync(database, "CHECKPOINT", cancellationToken);
        // Reads the table into memory, as far as it fits there.
        await BenchServer.ExecuteAsync(database, "SELECT count(*), count(note) FROM items", cancellationToken);
        await database.ScalarAsync<object>("SELECT pg_stat_statements_reset()", cancellationToken);
        var seconds = (await fill.RunAsync(database)).TotalSeconds;
        var times = (await database.ScalarAsync<double[]>(Shares, cancellationToken))!;
        double Share(double milliseconds) => milliseconds / 1000 / seconds;
        return new(seconds * 1e6 / table.Rows, Share(times[0]), Share(times[1]), Share(times[2]), (long)times[3]);
    }

    public static ScaleMeasurement MedianOf(IReadOnlyList<ScaleMeasurement> rounds) => new(
        Median.Of(rounds.Select(round => round.Microseconds)),
        Median.Of(rounds.Select(round => round.Rows)),
        Median.Of(rounds.Select(round => round.Ledger)),
        Median.Of(rounds.Select(round => round.Sweep)),
        (long)Median.Of(rounds.Select(round => (double)round.Statements)));
}
