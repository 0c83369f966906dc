using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules;

/// <summary>What a rule may ask about the operation in front of it.</summary>
internal sealed class RuleContext(UnitHistory history, AnalysisOptions options, Impact impact, Action<string[]> report)
{
    /// <summary>What the operation does on a live table of the server version in force.</summary>
    public Impact Impact { get; } = impact;

    /// <summary>The table existed before this migration and is not declared small.</summary>
    public bool IsLive(TableName? table) =>
        history.IsLive(table) && !(table is { } known && options.IsSmall(known));

    /// <summary>Reports the operation; the arguments, worded by <see cref="Wording"/>, fill the descriptor's message.</summary>
    public void Report(params string[] messageArguments) => report(messageArguments);
}
