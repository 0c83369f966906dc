using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers;

/// <summary>SQL with its way back to the source.</summary>
internal abstract class SqlText(string text)
{
    public string Text { get; } = text;

    /// <summary>Where the user wrote that part of the text.</summary>
    public abstract Location LocationOf(SqlSpan span);

    /// <summary>Text of which nothing is known but the place that hands it over.</summary>
    public static SqlText At(string text, Location location) => new WholeText(text, location);

    private sealed class WholeText(string text, Location location) : SqlText(text)
    {
        public override Location LocationOf(SqlSpan span) => location;
    }
}
