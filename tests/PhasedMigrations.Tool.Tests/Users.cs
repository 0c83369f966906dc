using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tool.Tests;

/// <summary>A database with a table of users and, when asked for, phased migrations over it.</summary>
internal sealed class Users : IAsyncDisposable
{
    private Users(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public string ConnectionString => Database.ConnectionString;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Users> CreateAsync(int rows, int? version = null) =>
        await CreateAsync(rows, await Servers.GetAsync(version ?? PostgresVersion.All[^1]));

    public static async Task<Users> CreateAsync(int rows, PostgresServer server)
    {
        var users = new Users(await server.CreateDatabaseAsync(cancellationToken: Cancellation));
        await users.Database.ExecuteAsync(
            $"""
            CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, verified boolean);
            INSERT INTO users SELECT n, 'user' || n || '@example.org' FROM generate_series(1, {rows}) AS n;
            ANALYZE users
            """,
            Cancellation);
        return users;
    }

    /// <summary>Executes what <c>migrationBuilder.Phased</c> writes into a migration.</summary>
    public async Task RegisterAsync(string name, Action<PhasedMigrationBuilder> phased)
    {
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        builder.Phased(name, phased);
        await Database.ExecuteAsync(Assert.IsType<SqlOperation>(Assert.Single(builder.Operations)).Sql, Cancellation);
    }

    /// <summary>Backfills <c>verified</c> and requires it: waits for its contract in the end.</summary>
    public Task RegisterRequireVerifiedAsync() => RegisterAsync("RequireVerified", phased => phased
        .Backfill(table: "users", set: "verified = email LIKE '%0@example.org'", where: "verified IS NULL")
        .SetNotNull(table: "users", column: "verified"));

    /// <summary>Has no contract: a run completes it.</summary>
    public Task RegisterIndexEmailAsync() => RegisterAsync("IndexEmail", phased => phased
        .CreateIndex(name: "ix_users_email", table: "users", column: "email", unique: true));

    /// <summary>Whether <c>verified</c> is NOT NULL and nothing temporary is left: PostgreSQL 18 calls a column NOT NULL before that is proven.</summary>
    public Task<bool> IsContractedAsync() => Database.ScalarAsync<bool>(
        """
        SELECT attnotnull AND NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = attrelid AND NOT tgisinternal)
        FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'verified'
        """,
        Cancellation);

    public Task<long> CountAsync(string where) => Database.ScalarAsync<long>($"SELECT count(*) FROM users WHERE {where}", Cancellation);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
