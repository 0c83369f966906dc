using Npgsql;
using PhasedMigrations.Load;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench.Latency;

/// <summary>What the application does meanwhile: it changes one row by its key, a transaction each, any row as likely as any other.</summary>
/// <param name="Rate">Transactions a second.</param>
/// <param name="WarmUp">How long it runs before it is measured.</param>
internal sealed record Traffic(double Rate, TimeSpan WarmUp, int Connections)
{
    /// <summary>As long as the text that it replaces; in no index.</summary>
    public const int NoteLength = 92;

    private const string Statement = "UPDATE items SET note = lpad($2::text, $3, 'x') WHERE id = $1";

    public async Task<LoadRun> StartAsync(TestDatabase database, Table table, CancellationToken cancellationToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 5, AutoPrepareMinUsages = 1 }.ConnectionString;
        var update = new LoadTransaction("update", 1, (connection, random, token) => ExecuteAsync(connection, random, table.Rows, token));
        var run = await new LoadGenerator(connectionString, [update], new() { Rate = Rate, Connections = Connections }).StartAsync(cancellationToken);
        try
        {
            await Task.Delay(WarmUp, cancellationToken);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }

        run.BeginMeasuring();
        return run;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, Random random, int rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = random.NextInt64(1, rows + 1L) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = random.Next() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = NoteLength });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
            throw new InvalidOperationException("There is no such row.");
    }
}
