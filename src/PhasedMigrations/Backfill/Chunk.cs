using System.Globalization;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>A part of the table that this process owns until its lease ends. It is done in so many stripes, each a transaction.</summary>
/// <param name="Id">Its row in phased.chunks.</param>
/// <param name="Epoch">Grows when another process takes it over; a commit with an old epoch does not count.</param>
/// <param name="Stripe">The first stripe that is still to be done.</param>
/// <param name="Stripes">How many there are.</param>
internal abstract record Chunk(long Id, long Epoch, int Stripe, int Stripes)
{
    /// <summary>The table whose rows are changed, quoted.</summary>
    public abstract string Relation { get; }

    /// <summary>What stands behind UPDATE.</summary>
    public abstract string Target { get; }

    /// <summary>The file node that <see cref="Relation"/> must still have; null where a rewrite does no harm.</summary>
    public virtual uint? FileNode => null;

    public abstract string Describe();

    public abstract string Condition(int stripe);
}

/// <summary>A range of the key, <c>Low &lt; key &lt;= High</c>.</summary>
/// <param name="Size">How many rows it was cut for.</param>
/// <param name="Low">Null for the first chunk.</param>
/// <param name="High">The key as text, one element a column.</param>
/// <param name="Pass">Along which key, and which of its rows.</param>
internal sealed record KeyChunk(long Id, long Epoch, int Size, string[]? Low, string[] High, string Table, WalkPass Pass)
    : Chunk(Id, Epoch, Stripe: 0, Stripes: 1)
{
    public KeyRange Range => Pass.Range;

    public override string Relation => Table;

    public override string Target => Table;

    public override string Describe() =>
        (Low is null ? $"keys up to ({string.Join(", ", High)})" : $"keys from ({string.Join(", ", Low)}) to ({string.Join(", ", High)})")
        + (Pass.Filter is null ? "" : $" where {Pass.Filter}");

    public override string Condition(int stripe) => Pass.Between(Low, High);
}

/// <summary>A table or leaf partition, and the name under which the user's expressions know it.</summary>
internal sealed record Leaf(string Relation, string TableName, uint FileNode, bool IsWholeTable)
{
    public string Target => IsWholeTable ? $"ONLY {Relation}" : $"ONLY {Relation} AS {Quote.Identifier(TableName)}";
}

/// <summary>The pages <c>First &lt;= page &lt; End</c> of a leaf.</summary>
internal sealed record WindowChunk(long Id, long Epoch, int Stripe, int Stripes, long First, long End, long Lane, Leaf Leaf)
    : Chunk(Id, Epoch, Stripe, Stripes)
{
    public override string Relation => Leaf.Relation;

    public override string Target => Leaf.Target;

    public override uint? FileNode => Leaf.FileNode;

    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"pages {First} to {End - 1} of {Leaf.Relation}");

    // The last stripe takes whatever is left: no row depends on its place, which changes whenever the row moves.
    public override string Condition(int stripe)
    {
        var window = string.Create(CultureInfo.InvariantCulture, $"ctid >= '({First},0)'::tid AND ctid < '({End},0)'::tid");
        return stripe == Stripes - 1 ? window : $"{window} AND {PageStripes.Condition(stripe, Stripes)}";
    }
}

/// <summary>The rows of a leaf that the application moved out of every window's sight.</summary>
internal sealed record SweepChunk(long Id, long Epoch, int Round, long Lane, Leaf Leaf) : Chunk(Id, Epoch, Stripe: 0, Stripes: 1)
{
    public override string Relation => Leaf.Relation;

    public override string Target => Leaf.Target;

    public override string Describe() => $"rows of {Leaf.Relation} that moved meanwhile";

    public override string Condition(int stripe) => throw new InvalidOperationException("A sweep finds its rows itself.");
}
