using System.Net.Sockets;
using Npgsql;

namespace PhasedMigrations.PostgreSql;

internal static class ServerConnection
{
    /// <exception cref="ServerUnreachableException">The server does not answer or refuses the login. The message holds no connection string.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(this NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw new ServerUnreachableException(
                $"No connection to the PostgreSQL server: {ServerErrors.Describe(e)} Check host, port, database and credentials, and that the server runs.", e);
        }
    }
}
