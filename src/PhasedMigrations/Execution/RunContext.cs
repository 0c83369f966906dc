using Microsoft.Extensions.Logging;
using Npgsql;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Execution;

/// <summary>What the parts of a run on one migration share.</summary>
/// <param name="DataSource">The target database.</param>
/// <param name="Options">Validated options.</param>
/// <param name="Logger">Where the run logs.</param>
/// <param name="Time">The clock.</param>
/// <param name="Owner">This process, as the ledger shows it: unique for each runner.</param>
/// <param name="Migration">The migration as it was loaded.</param>
/// <param name="Progress">Who is told how far it is.</param>
internal sealed record RunContext(
    NpgsqlDataSource DataSource,
    PhasedRunnerOptions Options,
    ILogger Logger,
    TimeProvider Time,
    string Owner,
    StoredMigration Migration,
    IProgress<PhasedProgress>? Progress)
{
    public void Report(PhasedProgressKind kind, string step, string? message = null, long? done = null, long? total = null, string? unit = null) =>
        Progress?.Report(new()
        {
            Kind = kind,
            Migration = Migration.Name,
            Step = step,
            Message = message,
            Done = done,
            Total = total,
            Unit = unit,
        });

    public SessionSettings Settings(TimeSpan statementTimeout) => new(Migration.SearchPath, Options.LockTimeout, statementTimeout);

    public async Task RecordAsync(string kind, string message, CancellationToken cancellationToken)
    {
        await using var connection = await DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await EventLog.WriteAsync(connection, Migration.Name, kind, message, cancellationToken).ConfigureAwait(false);
    }
}
