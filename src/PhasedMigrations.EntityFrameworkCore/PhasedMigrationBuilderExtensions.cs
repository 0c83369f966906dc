using Microsoft.EntityFrameworkCore.Migrations;
using PhasedMigrations.Planning;

namespace PhasedMigrations;

/// <summary>Phased migrations inside EF Core migrations on PostgreSQL.</summary>
/// <remarks>
/// Each call adds one SQL statement to the migration. It runs in the migration's own transaction and needs nothing registered with the
/// <c>DbContext</c>, so <c>database update</c>, <c>migrations script</c> (also <c>--idempotent</c>), bundles and <c>Database.Migrate()</c> all work.
/// </remarks>
public static class PhasedMigrationBuilderExtensions
{
    /// <summary>
    /// Registers a phased migration and runs its expand phase: instant statements under a short <c>lock_timeout</c>, which running
    /// application code does not notice. <c>phased run</c> does the long rest online. A table that is empty gets the plain change at once,
    /// so a database migrated from zero is complete without the engine.
    /// </summary>
    /// <param name="name">Names the phased migration in this database: in <c>phased status</c>, in Contract and RevertPhased.</param>
    /// <param name="phased">Adds the operations, in the order in which they are to be done.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidDefinitionException">The name is empty or used twice in this migration, or the definition is wrong or empty.</exception>
    /// <exception cref="NotSupportedException">The migration runs on another provider than Npgsql.</exception>
    /// <remarks>
    /// In the database, the statement fails with SQLSTATE <c>PM001</c> when another definition is registered under the name, <c>PM003</c> when
    /// the schema <c>phased</c> is of another version, <c>55P03</c> when a lock was not to be had in time (nothing changed; run it again).
    /// </remarks>
    /// <example>
    /// <code>
    /// protected override void Up(MigrationBuilder migrationBuilder) =>
    ///     migrationBuilder.Phased("RequireEmailVerified", phased => phased
    ///         .Backfill(table: "users", set: "email_verified = COALESCE(legacy_verified, false)", where: "email_verified IS NULL")
    ///         .SetNotNull(table: "users", column: "email_verified"));
    ///
    /// protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.RevertPhased("RequireEmailVerified");
    /// </code>
    /// </example>
    public static MigrationBuilder Phased(this MigrationBuilder migrationBuilder, string name, Action<PhasedMigrationBuilder> phased)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        ArgumentNullException.ThrowIfNull(phased);
        NpgsqlProvider.Require(migrationBuilder, nameof(Phased), name);

        var definition = new PhasedMigrationBuilder();
        phased(definition);
        var sql = InlineMigration.Phased(name, definition.Build());
        PhasedCalls.RefuseSecond(migrationBuilder, name);
        return PhasedCalls.Add(migrationBuilder, nameof(Phased), name, sql);
    }

    /// <summary>
    /// Asks for the contract phase: the application code that needed the old shape is gone. When the rows are migrated, the contract's instant
    /// statements run here and now; otherwise the engine runs them as soon as it has finished. When it was done before, nothing happens.
    /// </summary>
    /// <param name="name">The name given to <see cref="Phased"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidDefinitionException">The name is empty.</exception>
    /// <exception cref="NotSupportedException">The migration runs on another provider than Npgsql.</exception>
    /// <remarks>In the database, the statement fails with SQLSTATE <c>PM002</c> when no phased migration has the name.</remarks>
    /// <example>
    /// <code>
    /// protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Contract("RequireEmailVerified");
    /// </code>
    /// </example>
    public static MigrationBuilder Contract(this MigrationBuilder migrationBuilder, string name)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        NpgsqlProvider.Require(migrationBuilder, nameof(Contract), name);
        return PhasedCalls.Add(migrationBuilder, nameof(Contract), name, InlineMigration.Contract(name));
    }

    /// <summary>
    /// Undoes everything the phased migration did, whatever phase it reached, and forgets it: the counterpart of <see cref="Phased"/> in
    /// <c>Down</c>. Values that a backfill wrote into a column that existed before stay.
    /// </summary>
    /// <param name="name">The name given to <see cref="Phased"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidDefinitionException">The name is empty.</exception>
    /// <exception cref="NotSupportedException">The migration runs on another provider than Npgsql.</exception>
    /// <remarks>In the database, the statement fails with SQLSTATE <c>PM002</c> when no phased migration has the name.</remarks>
    /// <example>
    /// <code>
    /// protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.RevertPhased("RequireEmailVerified");
    /// </code>
    /// </example>
    public static MigrationBuilder RevertPhased(this MigrationBuilder migrationBuilder, string name)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        NpgsqlProvider.Require(migrationBuilder, nameof(RevertPhased), name);
        return PhasedCalls.Add(migrationBuilder, nameof(RevertPhased), name, InlineMigration.RevertPhased(name));
    }
}
