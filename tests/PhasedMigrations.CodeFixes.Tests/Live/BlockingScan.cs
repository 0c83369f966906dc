using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>Finds commands that read a whole table while their transaction holds a lock that writers of that table wait for.</summary>
internal static class BlockingScan
{
    private const string State = """
        SELECT t.relname::text, t.seq_tup_read + t.n_tup_upd, EXISTS (
            SELECT FROM pg_locks l
            WHERE l.pid = pg_backend_pid() AND l.relation = t.relid
              AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
        FROM pg_stat_xact_user_tables t
        WHERE t.schemaname NOT IN ('phased')
        """;

    /// <param name="rows">How many rows each table holds: reading as many is a scan, and looking for the first is none.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        TestDatabase database, IReadOnlyList<IReadOnlyList<MigrationCommand>> migrations, int rows, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var commands in migrations)
        {
            if (commands.All(command => command.TransactionSuppressed))
            {
                foreach (var command in commands)
                {
                    var measured = await new LockProbe(database.DataSource).MeasureOutsideTransactionAsync(command.CommandText, cancellationToken);
                    found.AddRange(measured.Tables
                        .Where(table => table.Value is { Scanned: true, Lock: >= LockMode.Share })
                        .Select(table => $"{table.Key}: {command.CommandText}"));
                }
            }
            else
            {
                Assert.DoesNotContain(commands, command => command.TransactionSuppressed);
                found.AddRange(await InTransactionAsync(database, commands, rows, cancellationToken));
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> InTransactionAsync(
        TestDatabase database, IReadOnlyList<MigrationCommand> commands, int rows, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var before = await ReadAsync(connection, cancellationToken);
        foreach (var command in commands)
        {
            await using (var execution = new NpgsqlCommand(command.CommandText, connection, transaction))
                await execution.ExecuteNonQueryAsync(cancellationToken);
            var after = await ReadAsync(connection, cancellationToken);
            found.AddRange(after
                .Where(table => table.Value.IsLocked && table.Value.Read - before.GetValueOrDefault(table.Key).Read >= rows)
                .Select(table => $"{table.Key}: {command.CommandText}"));
            before = after;
        }

        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    private static async Task<Dictionary<string, (long Read, bool IsLocked)>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, (long, bool)>();
        await using var command = new NpgsqlCommand(State, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            tables[reader.GetString(0)] = (reader.GetInt64(1), reader.GetBoolean(2));
        return tables;
    }
}
