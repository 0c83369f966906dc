using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>The names on the command line: what cannot be one gets a message of its own.</summary>
internal static class MigrationName
{
    /// <exception cref="UsageException">It is a connection string in the wrong place, which no message may repeat, or a misspelt option.</exception>
    public static string Require(string name)
    {
        if (Secrets.LooksLikeConnectionString(name))
            throw new UsageException($"That is a connection string, not a name: give it with --connection or in {ConnectionSource.Variable}.");
        // The parser takes an unknown option for a name where names are welcome.
        if (name.StartsWith('-'))
            throw new UsageException($"There is no option {name}. See --help.");
        return name;
    }
}
