using System.Text.RegularExpressions;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>The generator copies a custom type as it is: whoever writes one can write more of the column than its type.</summary>
internal static class CustomType
{
    private static readonly Regex Generated = new(
        @"^\s*(?:small|big)?serial[248]?\b|\bGENERATED\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Default = new(@"\bDEFAULT\s+(.+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline);

    public static void Describe(ColumnDefinition column, string? type)
    {
        if (type is null)
            return;

        column.Type = TypeNameParser.Read(type)?.ValueType;
        column.IsValueGenerated |= Generated.IsMatch(type);
        if (!column.IsValueGenerated && Default.Match(type) is { Success: true } match)
            column.Default = new ColumnDefault.Sql(match.Groups[1].Value);
    }
}
