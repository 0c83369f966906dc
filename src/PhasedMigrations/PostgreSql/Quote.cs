using System.Globalization;

namespace PhasedMigrations.PostgreSql;

/// <summary>The one place where names and values become SQL text.</summary>
internal static class Quote
{
    public static string Identifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Identifiers(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier));

    public static string Qualified(string? schema, string name) => schema is null ? Identifier(name) : $"{Identifier(schema)}.{Identifier(name)}";

    /// <summary>A string constant that means the same whatever <c>standard_conforming_strings</c> says.</summary>
    public static string Literal(string? value)
    {
        if (value is null)
            return "NULL";
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\\', StringComparison.Ordinal) ? $"E{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}" : quoted;
    }

    /// <summary>A dollar-quoted string with <paramref name="tag"/>, numbered when the text contains that tag.</summary>
    public static string Dollar(string text, string tag)
    {
        var delimiter = $"${tag}$";
        for (var n = 1; text.Contains(delimiter, StringComparison.Ordinal); n++)
            delimiter = $"${tag}{n.ToString(CultureInfo.InvariantCulture)}$";
        return $"{delimiter}{text}{delimiter}";
    }
}
