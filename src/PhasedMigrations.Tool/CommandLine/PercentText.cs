using System.Globalization;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>Percentages as people write them: <c>1%</c>, <c>0.5</c>.</summary>
internal static class PercentText
{
    /// <exception cref="UsageException">It is no percentage above 0 and at most 100.</exception>
    public static double Parse(string text)
    {
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100)
            return percent;
        throw new UsageException($"{text} is no share of a table; write for example 1% or 0.5%.");
    }
}
