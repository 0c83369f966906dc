using Npgsql;

namespace PhasedMigrations.Tool.Connections;

/// <summary>Opens the database the user means: <c>--connection</c>, else the environment variable <c>PHASED_CONNECTION</c>.</summary>
internal sealed class ConnectionSource(Func<string, string?> environment, Secrets secrets)
{
    public const string Variable = "PHASED_CONNECTION";

    private const string Example = "Host=db;Database=shop;Username=deploy";

    /// <exception cref="UsageException">There is no connection string, or it is none that Npgsql reads.</exception>
    public NpgsqlDataSource Open(string? option)
    {
        var connectionString = string.IsNullOrWhiteSpace(option) ? environment(Variable) : option;
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new UsageException($"No database is named. Set the environment variable {Variable} or give --connection \"{Example}\".");

        secrets.Keep(connectionString);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrWhiteSpace(settings.Host))
                throw new ArgumentException("no host");
            // Who looks at pg_stat_activity sees who is at work.
            settings.ApplicationName ??= "phased";
            return NpgsqlDataSource.Create(settings);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Npgsql's own message may repeat a piece of the text, and that piece may belong to a password.
            var url = connectionString.Contains("://", StringComparison.Ordinal) ? " A URL is not one." : "";
            throw new UsageException($"The connection string cannot be read.{url} Write it as \"{Example};Password=…\", as for Npgsql.");
        }
    }
}
