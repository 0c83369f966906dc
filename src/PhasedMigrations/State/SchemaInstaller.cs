using System.Globalization;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>Brings the schema <c>phased</c> to a version, from nothing or from any earlier one. Several processes may do so at once.</summary>
/// <param name="scripts">The script that leads to version 1, to version 2, and so on.</param>
internal sealed class SchemaInstaller(IReadOnlyList<string> scripts)
{
    public static SchemaInstaller Current { get; } = new(StateSchema.Scripts);

    private int Version => scripts.Count;

    /// <returns>The installed version, or null when there is none.</returns>
    /// <exception cref="SchemaVersionException">The database was prepared by a newer version.</exception>
    public async Task<int?> FindVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await connection.ScalarAsync<bool>($"SELECT {StateSchema.IsInstalled}", [], cancellationToken).ConfigureAwait(false))
            return null;
        var installed = await connection.ScalarAsync<int>("SELECT coalesce(max(version), 0) FROM phased.schema_version", [], cancellationToken)
            .ConfigureAwait(false);
        return installed <= Version
            ? installed
            : throw new SchemaVersionException(string.Create(
                CultureInfo.InvariantCulture,
                $"This database was prepared by a newer version of PhasedMigrations: its schema phased has version {installed}, this one knows {Version}. Update the package or the tool."));
    }

    /// <summary>Installs or upgrades when that is needed; otherwise takes no lock.</summary>
    /// <exception cref="SchemaVersionException">The database was prepared by a newer version.</exception>
    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) == Version)
            return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", [StateSchema.InstallLock], cancellationToken).ConfigureAwait(false);
        // Whoever waited for the lock finds the work done.
        var installed = await FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) ?? 0;
        foreach (var script in scripts.Skip(installed))
            await connection.ExecuteAsync(script, [], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
