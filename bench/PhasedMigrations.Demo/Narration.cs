using System.Globalization;
using Spectre.Console;

namespace PhasedMigrations.Demo;

/// <summary>What the demo tells its audience.</summary>
internal static class Narration
{
    public static void Chapter(string title)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]{title}[/]");
        AnsiConsole.WriteLine();
    }

    public static void Step(string text) => AnsiConsole.MarkupLineInterpolated($"[grey]… {text}[/]");

    public static void Line(string text) => Console.WriteLine("  " + text);

    public static void Code(string text)
    {
        AnsiConsole.WriteLine();
        Console.WriteLine(text);
    }

    /// <summary>Prints the two outcomes side by side; 0 when the phased migrations kept every promise.</summary>
    public static int Verdict(Outcome unsafely, Outcome phased, int migrations, TimeSpan total)
    {
        AnsiConsole.WriteLine();
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("", "unsafe", "phased");
        AddRow(table, "migrations applied", unsafely, phased, outcome => $"{outcome.Applied} of {migrations}");
        AddRow(table, "broken off by a deadlock", unsafely, phased, outcome => $"{outcome.Deadlocks}");
        AddRow(table, "duration", unsafely, phased, outcome => Seconds(outcome.Duration));
        AddRow(table, "longest stall a client saw", unsafely, phased, outcome => Seconds(outcome.LongestStall));
        AddRow(table, "failed statements", unsafely, phased, outcome => $"{outcome.FailedStatements:N0} of {outcome.Requests:N0}");
        AddRow(table, "schema as intended", unsafely, phased, outcome => outcome.SchemaDifferences.Count == 0 ? "yes" : "no");
        AnsiConsole.Write(table);

        if (unsafely.Refused is { } refused) Line($"The server refused the unsafe {refused}");
        foreach (var failure in phased.Traffic.SelectMany(report => report.Failures)) Line($"phased: {failure.Key} {failure.Value.FirstMessage}");
        foreach (var difference in phased.SchemaDifferences) Line($"phased: {difference}");
        Line($"Measured just now, in {total.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s all told.");

        var kept = phased is { FailedStatements: 0, SchemaDifferences.Count: 0 } && phased.LongestStall < unsafely.LongestStall / 10;
        if (!kept) Line("The phased migrations did not keep their promise: a failed statement, another schema, or a stall above a tenth of the unsafe one.");
        return kept ? 0 : 1;
    }

    private static void AddRow(Table table, string title, Outcome unsafely, Outcome phased, Func<Outcome, string> value) =>
        table.AddRow(title, value(unsafely), value(phased));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture) + " s";
}
