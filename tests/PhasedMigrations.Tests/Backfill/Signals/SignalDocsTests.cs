using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Signals;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Tests.Backfill.Signals;

/// <summary>The table of docs/engine.md says what the code does.</summary>
public sealed class SignalDocsTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "engine.md"));

    public static TheoryData<string> Names { get; } = [.. LoadSignals.All];

    private static ILoadSignal Find(string name)
    {
        // Options that make every signal appear; no server is asked.
        using var replica = NpgsqlDataSource.Create("Host=127.0.0.1");
        var options = new PhasedRunnerOptions { ServerCores = 1, WalBudget = 1, Replicas = [new("replica", replica)] };
        return Assert.Single(BuiltInSignals.Create(options, new("owner", 1), TimeProvider.System), signal => signal.Name == name);
    }

    private static string Limit(double? limit, ILoadSignal signal) => limit switch
    {
        null => "–",
        _ when signal.Name == LoadSignals.WalRate => "`WalBudget`",
        { } value when signal.Unit == "bytes" => Amount.Describe(value, signal.Unit),
        { } value => value.ToString(CultureInfo.InvariantCulture),
    };

    [Theory, MemberData(nameof(Names))]
    public void Signal_StandsInTheTable_WithItsUnitAndLimits(string name)
    {
        var cells = Assert.Single(Lines, line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal)).Split(" | ");
        var signal = Find(name);

        Assert.Equal(
            [signal.Unit, Limit(signal.Limits.Reduce, signal), Limit(signal.Limits.Pause, signal), Limit(signal.Limits.Abort, signal)],
            [cells[1], cells[3], cells[4], cells[5]]);
    }
}
