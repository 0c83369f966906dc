using Npgsql;

namespace PhasedMigrations.Tool.Connections;

/// <summary>
/// Opens the database the user means: <c>--connection</c>, else the environment variable <c>PHASED_CONNECTION</c>; and replicas, whose connection strings
/// stand in environment variables only: everybody on the machine sees arguments.
/// </summary>
internal sealed class ConnectionSource(Func<string, string?> environment, Secrets secrets)
{
    public const string Variable = "PHASED_CONNECTION";

    private const string Example = "Host=db;Database=shop;Username=deploy";

    /// <param name="option">What was given as <c>--connection</c>.</param>
    /// <exception cref="UsageException">There is no connection string, or it is none that Npgsql reads.</exception>
    public NpgsqlDataSource Open(string? option)
    {
        var connectionString = string.IsNullOrWhiteSpace(option) ? environment(Variable) : option;
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new UsageException($"No database is named. Set the environment variable {Variable} or give --connection \"{Example}\".");
        return Open(connectionString, "The connection string");
    }

    /// <param name="name">Of the replica, as the user has given it.</param>
    /// <exception cref="UsageException">Its environment variable is not there, or holds no connection string that Npgsql reads.</exception>
    public ReplicaSource OpenReplica(string name)
    {
        var variable = ReplicaVariable.For(name);
        var connectionString = environment(variable);
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new UsageException(
                $"--replica {name}: set the environment variable {variable} to the connection string of that replica: \"{Example}\".");
        return new(name, Open(connectionString, $"The connection string in {variable}"));
    }

    private NpgsqlDataSource Open(string connectionString, string what)
    {
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
            throw new UsageException($"{what} cannot be read.{url} Write it as \"{Example};Password=…\", as for Npgsql.");
        }
    }
}
