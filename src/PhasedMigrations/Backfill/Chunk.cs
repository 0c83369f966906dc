namespace PhasedMigrations.Backfill;

/// <summary>A range of the key, <c>Low &lt; key &lt;= High</c>, that this process owns until its lease ends.</summary>
/// <param name="Id">Its row in phased.chunks.</param>
/// <param name="Epoch">Grows when another process takes it over; a commit with an old epoch does not count.</param>
/// <param name="Size">How many rows it was cut for.</param>
/// <param name="Low">Null for the first chunk.</param>
/// <param name="High">The key as text, one element a column.</param>
internal sealed record Chunk(long Id, long Epoch, int Size, string[]? Low, string[] High)
{
    public string Describe() => Low is null ? $"keys up to ({string.Join(", ", High)})" : $"keys from ({string.Join(", ", Low)}) to ({string.Join(", ", High)})";
}
