namespace PhasedMigrations.Planning.Work;

/// <summary>What is done to every row of a table, chunk by chunk. One record a kind; a kind makes its SQL in one place, its own.</summary>
internal abstract record BulkWork
{
    /// <summary>What it is called in messages: "The backfill of …".</summary>
    public abstract string Noun { get; }

    /// <summary>The part the user wrote, for messages: <c>SET a = 1</c>.</summary>
    public abstract string Wanted { get; }

    /// <summary>Whether and how the table may be cut along its pages.</summary>
    public abstract PageFitness AlongPages(TableFacts table);

    /// <summary>What is executed for each batch, as people read it in a plan.</summary>
    /// <param name="table">The table, quoted.</param>
    /// <param name="range">The condition of a chunk.</param>
    public abstract string Sample(string table, string range);
}
