namespace PhasedMigrations.Sql;

/// <summary>A range of the SQL text that was read, in UTF-16 units.</summary>
internal readonly record struct SqlSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static SqlSpan FromBounds(int start, int end) => new(start, end - start);
}
