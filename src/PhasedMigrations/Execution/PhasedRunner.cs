using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PhasedMigrations.Control;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Scheduling;
using PhasedMigrations.State;

namespace PhasedMigrations;

/// <summary>
/// Executes the phased migrations that are registered in a database. It needs the connection only, not the application. Several processes
/// may run at once: they share the batches of a backfill, and one of them changes the schema.
/// </summary>
public sealed partial class PhasedRunner
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly PhasedRunnerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly string _owner = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}");

    /// <param name="dataSource">The target database. Its pool must allow <see cref="PhasedRunnerOptions.Workers"/> and five more connections. The caller disposes it.</param>
    /// <param name="options">How to behave; null means the defaults.</param>
    /// <param name="logger">Where to log; null means nowhere.</param>
    /// <param name="timeProvider">The clock; null means the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PhasedRunner(
        NpgsqlDataSource dataSource,
        PhasedRunnerOptions? options = null,
        ILogger<PhasedRunner>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
        _options = (options ?? new()).Validated();
        _logger = logger ?? NullLogger<PhasedRunner>.Instance;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Executes everything that can be executed now and returns when it is done, blocked, or waits for the contract.</summary>
    /// <param name="request">What to run; null means everything that is registered, without contracts.</param>
    /// <param name="progress">Is told how far the run is.</param>
    /// <param name="cancellationToken">
    /// Stops the run: the batch that is being executed is finished, then the result says <see cref="PhasedRunOutcome.Interrupted"/>. A later
    /// run goes on from there.
    /// </param>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    /// <exception cref="SchemaVersionException">The database was prepared by a newer version.</exception>
    /// <exception cref="UnknownObjectException">A requested migration is not registered.</exception>
    /// <exception cref="MissingPrivilegeException">The role may not read the schema <c>phased</c>.</exception>
    public async Task<PhasedRunResult> RunAsync(
        PhasedRunRequest? request = null, IProgress<PhasedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        var migrations = await LoadAsync(request.Migrations, cancellationToken).ConfigureAwait(false);
        if (request.Contract)
        {
            // One that was cancelled says so by its result.
            foreach (var migration in migrations.Where(m => m.CancelledAt is null))
                await RequestContractAsync(migration.Name, cancellationToken).ConfigureAwait(false);
        }

        var schedule = new Schedule(_options, _time);
        using var ended = schedule.EndToken();
        var results = new List<PhasedMigrationResult>();
        foreach (var migration in migrations.Where(m => m.State != StoredMigration.Completed || request.Migrations.Count > 0))
            results.Add(await new GuardedRun(Context(migration, progress), schedule).RunAsync(cancellationToken, ended?.Token ?? default).ConfigureAwait(false));
        return new(results.Select(result => result.Outcome).DefaultIfEmpty(PhasedRunOutcome.Complete).Max(), results);
    }

    /// <summary>All registered migrations, in the order of their registration, with the steps that were begun.</summary>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    /// <exception cref="SchemaVersionException">The database was prepared by another version.</exception>
    public async Task<IReadOnlyList<PhasedMigrationStatus>> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        var migrations = await LoadAsync([], cancellationToken).ConfigureAwait(false);
        if (migrations.Count == 0)
            return [];
        var (steps, runners) = await InStateSchemaAsync(
            async connection => (
                await StepProgress.ReadAsync(connection, cancellationToken).ConfigureAwait(false),
                await RunnerRows.ReadAsync(connection, cancellationToken).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        return [.. migrations.Select(migration => Status(migration, [.. steps[migration.Id]], [.. runners[migration.Id]]))];
    }

    /// <summary>What is left to do, with SQL and locks, for the server as it is now. Changes nothing.</summary>
    /// <param name="migrations">The names; null or empty means all that are not complete.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PhasedMigrationException">A definition does not fit the database, a right is missing, or the server does not answer.</exception>
    public async Task<IReadOnlyList<PhasedMigrationPlan>> PlanAsync(
        IReadOnlyList<string>? migrations = null, CancellationToken cancellationToken = default)
    {
        var plans = new List<PhasedMigrationPlan>();
        foreach (var migration in await LoadAsync(migrations ?? [], cancellationToken).ConfigureAwait(false))
        {
            if (migration.State == StoredMigration.Completed)
                continue;
            var (_, plan) = await MigrationRun.PlanAsync(Context(migration, progress: null), cancellationToken).ConfigureAwait(false);
            plans.Add(new(
                plan.Migration,
                [.. plan.Steps.Select(step => new PhasedPlanStep(step.Phase, step.Description, step.Sql, step.Locks) { Chunks = step.Chunks, Notes = step.Notes })],
                plan.Print()));
        }

        return plans;
    }

    /// <summary>Asks for the contract of a migration. The next run, or one that is going on, executes it once all rows are migrated.</summary>
    /// <param name="migration">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    /// <exception cref="MigrationCancelledException">An operator has cancelled it.</exception>
    public async Task RequestContractAsync(string migration, CancellationToken cancellationToken = default)
    {
        if (await LoadAsync([migration], cancellationToken).ConfigureAwait(false) is [{ CancelledAt: not null } cancelled])
            throw new MigrationCancelledException(migration, cancelled.ControlReason);
        await InStateSchemaAsync(
            connection => connection.ExecuteAsync(
                """
                WITH requested AS (
                    UPDATE phased.migrations SET contract_requested_at = clock_timestamp()
                    WHERE name = $1 AND contract_requested_at IS NULL AND state <> 'completed'
                    RETURNING name)
                INSERT INTO phased.events (migration, kind, message) SELECT name, 'contract_requested', 'Asked for by an operator.' FROM requested
                """,
                [migration], cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> UpgradeAsync(CancellationToken cancellationToken) => InStateSchemaAsync(
        async connection =>
        {
            // Without the schema nothing is registered, and nothing needs it.
            if (await SchemaInstaller.Current.FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) is not null)
                await SchemaInstaller.Current.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private async Task<List<StoredMigration>> LoadAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var all = await InStateSchemaAsync(
            async connection => await SchemaInstaller.Current.FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) switch
            {
                null => [],
                StateSchema.Version => await StoredMigration.LoadAllAsync(connection, cancellationToken).ConfigureAwait(false),
                var older => throw new SchemaVersionException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The schema phased of this database has version {older}, this one needs {StateSchema.Version}. Run \"phased run\" once: it upgrades the schema.")),
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            if (all.All(migration => migration.Name != name))
                throw new UnknownObjectException(
                    $"No phased migration named {name} is registered in this database.{NearNames.Suggest(name, all.Select(m => m.Name))} Apply the migration that registers it first.");
        }

        return names.Count == 0 ? all : [.. all.Where(migration => names.Contains(migration.Name))];
    }

    private async Task<T> InStateSchemaAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Privileges.Missing(e);
        }
    }

    private RunContext Context(StoredMigration migration, IProgress<PhasedProgress>? progress) =>
        new(_dataSource, _options, _logger, _time, _owner, migration, progress);

    private static PhasedMigrationStatus Status(
        StoredMigration migration, IReadOnlyList<PhasedStepStatus> steps, IReadOnlyList<PhasedRunnerStatus> runners) => new()
    {
        Name = migration.Name,
        State = migration.State switch
        {
            StoredMigration.Migrating => PhasedMigrationState.Migrating,
            StoredMigration.Blocked => PhasedMigrationState.Blocked,
            StoredMigration.AwaitingContract => PhasedMigrationState.AwaitingContract,
            _ => PhasedMigrationState.Completed,
        },
        BlockedReason = migration.State == StoredMigration.Blocked ? migration.BlockedReason : null,
        CreatedAt = migration.CreatedAt,
        ContractRequestedAt = migration.ContractRequestedAt,
        CompletedAt = migration.CompletedAt,
        Owner = migration.LeaseOwner,
        PausedAt = migration.PausedAt,
        CancelledAt = migration.CancelledAt,
        ControlReason = migration.ControlReason,
        Pace = PaceJson.Read(migration.PaceText),
        Runners = runners,
        Steps = steps,
    };
}
