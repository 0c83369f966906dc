using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.CommandLine;

internal static class MigrationName
{
    /// <exception cref="UsageException">It is a connection string in the wrong place, which no message may repeat.</exception>
    public static string Require(string name) => Secrets.LooksLikeConnectionString(name)
        ? throw new UsageException($"That is a connection string, not a name: give it with --connection or in {ConnectionSource.Variable}.")
        : name;
}
