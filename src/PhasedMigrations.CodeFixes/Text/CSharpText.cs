using Microsoft.CodeAnalysis.CSharp;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>Writes values and calls as C# source.</summary>
internal static class CSharpText
{
    private const int MaximumLineLength = 120;

    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary><c>head(a: 1, b: 2)</c>: on one line where that stays short, else one argument a line as EF Core's scaffolder writes it.</summary>
    /// <param name="head">What stands before the parenthesis, without its indentation.</param>
    public static string Call(string head, IReadOnlyList<(string Name, string Value)> arguments, string indent, string unit, string newLine)
    {
        var named = arguments.Select(argument => $"{argument.Name}: {argument.Value}").ToArray();
        var line = $"{indent}{head}({string.Join(", ", named)})";
        if (line.Length <= MaximumLineLength && !line.Contains('\n'))
            return line;

        var inner = newLine + indent + unit;
        return $"{indent}{head}({inner}{string.Join("," + inner, named)})";
    }

    /// <summary>A call of <c>Sql</c> with the statement as a raw string where the language has them.</summary>
    public static string SqlStatement(
        string builder, IReadOnlyList<string> sql, string indent, string unit, SourceLayout layout, bool suppressTransaction = false)
    {
        var last = suppressTransaction ? ", suppressTransaction: true" : string.Empty;
        if (!layout.HasRawStrings)
            return $"{indent}{builder}.Sql({Literal(OnOneLine(sql))}{last});";

        var quotes = new string('"', Math.Max(3, LongestRunOfQuotes(sql) + 1));
        var single = $"{indent}{builder}.Sql({quotes}{sql[0].Trim()}{quotes}{last});";
        if (sql.Count == 1 && single.Length <= MaximumLineLength && !sql[0].EndsWith("\"", StringComparison.Ordinal))
            return single;

        var inner = indent + unit;
        var lines = sql.Select(line => line.Length == 0 ? line : inner + line);
        return string.Join(layout.NewLine, [$"{indent}{builder}.Sql(", inner + quotes, .. lines, $"{inner}{quotes}{last});"]);
    }

    /// <summary>A comment, and a string that goes on, end with their line.</summary>
    private static string OnOneLine(IReadOnlyList<string> sql) => sql.Any(line => line.Contains("--") || line.Contains('\'') || line.Contains('$'))
        ? string.Join("\n", sql)
        : string.Join(" ", sql.Select(line => line.Trim()));

    private static int LongestRunOfQuotes(IEnumerable<string> lines)
    {
        var longest = 0;
        foreach (var line in lines)
        {
            var run = 0;
            foreach (var character in line)
            {
                run = character == '"' ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }
        }

        return longest;
    }
}
