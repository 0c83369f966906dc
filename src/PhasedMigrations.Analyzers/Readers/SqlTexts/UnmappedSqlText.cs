using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>SQL of which nothing is known but the place that hands it over.</summary>
internal sealed class UnmappedSqlText(string text, Location location) : SqlText(text)
{
    public override Location LocationOf(SqlSpan span) => location;
}
