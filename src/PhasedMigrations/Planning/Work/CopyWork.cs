using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning.Work;

/// <summary>
/// Copies rows into another table that a trigger keeps in step from before the first copy on. A row that is there already was written by the
/// trigger, later than what this statement sees, and stays. The lock on the source row lasts as long as the batch: a row that is deleted
/// meanwhile waits for its copy, and the trigger then takes the copy away.
/// </summary>
/// <param name="Mapping">What becomes of a row.</param>
/// <param name="Target">The other table, quoted.</param>
internal sealed record CopyWork(CopyMapping Mapping, string Target) : SqlWork
{
    public override string Noun => "copying";

    public override string Wanted => $"SET {Mapping.Copy.Set}";

    // A change that could take a row out of the condition has to wait as well; without one only deletion and a new key do.
    private string RowLock => Mapping.Copy.Where is null ? "FOR KEY SHARE" : "FOR SHARE";

    public override BatchSql Batch(string target, string? range, string? pending = null)
    {
        var condition = Conditions.Join(range, pending ?? Mapping.Copy.Where);
        return new(null, $"""
            INSERT INTO {Target} ({Mapping.Columns}) OVERRIDING SYSTEM VALUE
            SELECT {Mapping.Values}
            FROM {target}{(condition is null ? "" : $"\nWHERE {condition}")}
            {RowLock}
            ON CONFLICT ({Mapping.Keys}) DO NOTHING
            """);
    }

    /// <summary>Copies rows once more, over what is there. Their lock holds up whoever would write them meanwhile, and with him the trigger.</summary>
    public BatchSql Again(string target, string condition) => new(null, $"""
        INSERT INTO {Target} ({Mapping.Columns}) OVERRIDING SYSTEM VALUE
        SELECT {Mapping.Values}
        FROM {target}
        WHERE {condition}
        FOR SHARE
        ON CONFLICT ({Mapping.Keys}) DO UPDATE SET {Mapping.Overwrite}
        """);

    // The trigger copies every row that moves, and a row that is copied twice is copied once.
    public override PageFitness AlongPages(TableFacts table) => table.CanUpdateLeaves
        ? new(Obstacle: null, "a trigger copies rows that move", "true", IsSwept: false, "the table itself is not changed")
        : PageFitness.No("the role may lock rows of the table only as a whole, not of its partitions");
}
