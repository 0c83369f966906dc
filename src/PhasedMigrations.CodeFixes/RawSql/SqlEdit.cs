namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A change of SQL text, in UTF-16 units of the text before it.</summary>
internal readonly record struct SqlEdit(int Start, int Length, string Text)
{
    public static SqlEdit Insert(int position, string text) => new(position, 0, text);

    /// <summary>The part of a text from <paramref name="start"/> to <paramref name="end"/> after changes within it.</summary>
    public static string Apply(string text, int start, int end, IEnumerable<SqlEdit> edits)
    {
        foreach (var edit in edits.OrderByDescending(edit => edit.Start))
        {
            text = text.Remove(edit.Start, edit.Length).Insert(edit.Start, edit.Text);
            end += edit.Text.Length - edit.Length;
        }

        return text.Substring(start, end - start);
    }
}
