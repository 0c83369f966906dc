using System.Globalization;
using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Verification;

namespace PhasedMigrations.Execution;

/// <summary>Lets the server prove that the existing rows keep a constraint, and explains when they do not.</summary>
internal sealed class ConstraintValidator(RunContext run)
{
    /// <exception cref="BlockedException">Rows are NULL; nothing was changed.</exception>
    public async Task RequireNoNullAsync(VerifyNoNullStep step, CancellationToken cancellationToken)
    {
        var count = await ReadAsync(
            step.Description,
            (connection, token) => connection.ScalarAsync<long>(NullCount.Sql(step.Table.QuotedName, step.Column), [], token), cancellationToken)
            .ConfigureAwait(false);
        if (count > 0)
            throw StillNull(step.Table, step.Column, count, null);
    }

    /// <exception cref="BlockedException">Rows have no copy.</exception>
    public async Task RequireCopiesAsync(VerifyCopiesStep step, CancellationToken cancellationToken)
    {
        var count = await ReadAsync(
            step.Description, (connection, token) => connection.ScalarAsync<long>(step.Sql, [], token), cancellationToken).ConfigureAwait(false);
        if (count > 0)
            throw new BlockedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} rows of {step.Table.QuotedName} have no copy in {step.Target.QuotedName}. Somebody deletes copies, or switched the trigger off: find out who, then revert the migration and register it again."));
    }

    public Task ValidateAsync(ValidateNotNullStep step, CancellationToken cancellationToken) => ValidateAsync(
        step,
        async connection => await PendingNotNullAsync(connection, step, cancellationToken).ConfigureAwait(false) ?? step.Constraint,
        PostgresErrorCodes.CheckViolation,
        async error =>
        {
            var count = await ReadAsync(
                step.Description,
                (connection, token) => connection.ScalarAsync<long>(NullCount.Sql(step.Table.QuotedName, step.Column), [], token), cancellationToken)
                .ConfigureAwait(false);
            return StillNull(step.Table, step.Column, count, error);
        },
        cancellationToken);

    public Task ValidateAsync(ValidateForeignKeyStep step, CancellationToken cancellationToken) => ValidateAsync(
        step,
        _ => Task.FromResult(step.Constraint),
        PostgresErrorCodes.ForeignKeyViolation,
        async error =>
        {
            var orphans = await ReadAsync(
                step.Description,
                async (connection, token) => await (await Orphans.OfConstraintAsync(connection, step.Table.QuotedName, step.Constraint, token).ConfigureAwait(false))
                    .DescribeAsync(connection, token).ConfigureAwait(false),
                cancellationToken)
                .ConfigureAwait(false);
            return new BlockedException(
                $"The foreign key {step.Constraint} cannot be validated: {orphans}. Correct or delete them, then run again. New rows are checked already.", error);
        },
        cancellationToken);

    private async Task ValidateAsync(
        ValidateStep step,
        Func<NpgsqlConnection, Task<string>> name,
        string violation,
        Func<PostgresException, Task<BlockedException>> explain,
        CancellationToken cancellationToken)
    {
        try
        {
            // VALIDATE lets reads and writes through, so it may take as long as the table needs.
            await new StrongLock(run).RunAsync(
                step.Description,
                SessionSettings.NoLimit,
                async (connection, token) => await connection.ExecuteAsync(
                    $"ALTER TABLE {step.Table.QuotedName} VALIDATE CONSTRAINT {Quote.Identifier(await name(connection).ConfigureAwait(false))}",
                    [], token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == violation || e.SqlState == PostgresErrorCodes.NotNullViolation)
        {
            throw await explain(e).ConfigureAwait(false);
        }
    }

    // PostgreSQL 18 names the constraint itself, and differently when the usual name is taken.
    private static Task<string?> PendingNotNullAsync(NpgsqlConnection connection, ValidateNotNullStep step, CancellationToken cancellationToken) =>
        connection.ScalarAsync<string>(
            """
            SELECT c.conname::text
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
            WHERE c.conrelid = to_regclass($1) AND c.contype = 'n' AND a.attname = $2
            """,
            [step.Table.QuotedName, step.Column], cancellationToken);

    private async Task<T> ReadAsync<T>(string step, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        T answer = default!;
        await new StrongLock(run).RunAsync(
            step,
            SessionSettings.NoLimit,
            async (connection, token) => answer = await read(connection, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private static BlockedException StillNull(TableFacts table, string column, long count, Exception? error) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} rows of {table.QuotedName} have NULL in {Quote.Identifier(column)}. Fill them (a Backfill before SetNotNull does), then run again; no constraint was enforced."),
        error);
}
