using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench;

/// <summary>
/// A method in a process of its own, as in production: whoever measures shares neither threads nor garbage collection with it. It fills a small table
/// first, so that nothing is compiled while it is measured.
/// </summary>
internal sealed class FillProcess : IAsyncDisposable
{
    private const string Done = "done";
    private readonly Process _process;

    private FillProcess(Process process) => _process = process;

    /// <param name="small">A copy of the table with few rows.</param>
    public static async Task<FillProcess> StartAsync(Method method, Table table, TestDatabase small)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(FillProcess).Assembly.Location, "fill", method.Name, table.Key, table.Rows.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var fill = new FillProcess(Process.Start(start)!);
        try
        {
            await fill.RunAsync(small);
        }
        catch
        {
            await fill.DisposeAsync();
            throw;
        }

        return fill;
    }

    /// <returns>How long it took.</returns>
    /// <exception cref="InvalidOperationException">The method failed; its message is on the standard error stream.</exception>
    public async Task<TimeSpan> RunAsync(TestDatabase database)
    {
        var started = TimeProvider.System.GetTimestamp();
        // Not on the command line, which everybody can read.
        await _process.StandardInput.WriteLineAsync(database.ConnectionString);
        await _process.StandardInput.FlushAsync();
        if (await _process.StandardOutput.ReadLineAsync() != Done)
            throw new InvalidOperationException("The process that fills the table has ended.");
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>The other side: fills the table of each database that it is told, one a line.</summary>
    public static async Task ServeAsync(Method method, Table table, TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } connectionString)
        {
            await using (var dataSource = NpgsqlDataSource.Create(connectionString))
                await method.RunAsync(dataSource, table);
            await output.WriteLineAsync(Done);
            await output.FlushAsync();
        }
    }

    /// <summary>It ends when its input does.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
