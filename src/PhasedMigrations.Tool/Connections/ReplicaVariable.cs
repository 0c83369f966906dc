using System.Text.RegularExpressions;
using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Connections;

/// <summary>The environment variable with the connection string of a replica: <c>PHASED_REPLICA_EU_WEST</c> for <c>eu-west</c>.</summary>
internal static partial class ReplicaVariable
{
    public const string Prefix = "PHASED_REPLICA_";

    /// <exception cref="UsageException">It is no name.</exception>
    public static string For(string name)
    {
        if (Secrets.LooksLikeConnectionString(name))
            throw new UsageException($"--replica takes a name, not a connection string, which everybody on this machine could see: set {Prefix}NAME to it.");
        return Name().IsMatch(MigrationName.Require(name))
            ? Prefix + name.ToUpperInvariant().Replace('-', '_')
            : throw new UsageException($"--replica takes a name of letters, digits, - and _: its connection string is in {Prefix}NAME.");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,63}$")]
    private static partial Regex Name();
}
