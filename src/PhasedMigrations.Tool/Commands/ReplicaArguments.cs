using System.CommandLine;
using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.Commands;

/// <summary>The option of <c>phased run</c> that names the replicas to ask how late they are.</summary>
internal sealed class ReplicaArguments
{
    private readonly Option<string[]> _replicas = new("--replica")
    {
        Description = $"Ask this replica how late it is, or several; {ReplicaVariable.Prefix}NAME holds its connection string.",
        HelpName = "name",
    };

    public void AddTo(Command command) => command.Add(_replicas);

    /// <exception cref="UsageException">A name is none, is given twice, or its connection string is missing or cannot be read.</exception>
    public OpenReplicas Open(CommandContext context)
    {
        var names = context.Parsed.GetValue(_replicas) ?? [];
        if (names.GroupBy(ReplicaVariable.For).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"--replica: {string.Join(" and ", twice)} are one replica, the one in {twice.Key}.");
        // Nothing is connected yet: a data source that is left over holds nothing.
        return new([.. names.Select(context.Connections.OpenReplica)]);
    }
}
