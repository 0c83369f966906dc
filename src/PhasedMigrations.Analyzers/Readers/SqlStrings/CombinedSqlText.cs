using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Commands that are sent as one, such as those of a batch.</summary>
internal sealed class CombinedSqlText(IReadOnlyList<SqlText> commands) : SqlText(string.Join(Separator, commands.Select(command => command.Text)))
{
    private const string Separator = ";\n";

    /// <summary>No statement goes beyond its command, unless a quote is left open.</summary>
    public override Location LocationOf(SqlSpan span)
    {
        var start = 0;
        foreach (var command in commands)
        {
            if (span.Start <= start + command.Text.Length)
                return command.LocationOf(SqlSpan.FromBounds(span.Start - start, Math.Min(span.End - start, command.Text.Length)));
            start += command.Text.Length + Separator.Length;
        }

        return commands[commands.Count - 1].LocationOf(default);
    }
}
