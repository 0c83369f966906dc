namespace PhasedMigrations.Tool.Running;

/// <summary>How the columns of a bar's line share the terminal, so that a line stays one line.</summary>
internal readonly record struct LiveLayout(int Width)
{
    // The spinner and the gaps between columns.
    private const int Frame = 8;

    public int Step => Math.Max(16, Width * 2 / 5);

    public int Bar => Math.Clamp(Width / 8, 4, 40);

    public int Pace => Math.Max(8, Width - Step - Bar - Frame);

    public static string Fit(string text, int width)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }
}
