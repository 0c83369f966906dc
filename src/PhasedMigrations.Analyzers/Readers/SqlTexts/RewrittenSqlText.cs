using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>SQL in which something was replaced, character for character.</summary>
internal sealed class RewrittenSqlText(string text, SqlText original) : SqlText(text)
{
    public override Location LocationOf(SqlSpan span) => original.LocationOf(span);
}
