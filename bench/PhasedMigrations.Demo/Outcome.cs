using PhasedMigrations.Load;

namespace PhasedMigrations.Demo;

/// <summary>What one way of migrating did to the database and to its clients.</summary>
/// <param name="Duration">From the first migration's start to the last step's end.</param>
/// <param name="Applied">Migrations that the server accepted.</param>
/// <param name="Refused">What the server said to the first migration it refused, null when it refused none.</param>
/// <param name="Deadlocks">Migrations that the server broke off because they and the clients waited for each other, and that ran again.</param>
/// <param name="Traffic">The clients' reports, one for each version of the shop that ran.</param>
/// <param name="SchemaDifferences">Against the unfixed migrations on an empty database.</param>
internal sealed record Outcome(
    TimeSpan Duration,
    int Applied,
    string? Refused,
    int Deadlocks,
    IReadOnlyList<LoadReport> Traffic,
    IReadOnlyList<string> SchemaDifferences)
{
    public long Requests => Traffic.Sum(report => report.Completed + report.Failed);

    public long FailedStatements => Traffic.Sum(report => report.Failed);

    public TimeSpan LongestStall => Traffic.Max(report => report.LongestStall?.Latency ?? TimeSpan.Zero);
}
