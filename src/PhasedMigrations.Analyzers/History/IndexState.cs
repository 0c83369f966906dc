using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>An index as it stands.</summary>
/// <param name="Name">Null when the source does not fix it, or leaves it to the server.</param>
/// <param name="Columns">The key columns in order; null stands for an expression or an unresolved name.</param>
internal sealed record IndexState(string? Name, ValueList<string?> Columns, Moment Created)
{
    /// <summary>Columns that it reads beside its key.</summary>
    public ValueList<string> OtherColumns { get; init; } = [];

    public bool IsUnique { get; init; }

    public bool IsConcurrent { get; init; }

    /// <summary>A condition leaves rows out.</summary>
    public bool IsPartial { get; init; }

    /// <summary>False for the index of a partitioned table that its partitions do not have yet (ON ONLY).</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>A primary key or unique constraint owns it: it goes with the constraint.</summary>
    public bool IsOfConstraint { get; init; }

    public bool Uses(string column) => Columns.Contains(column) || OtherColumns.Contains(column);

    public IndexState Renamed(string column, string newName) => this with
    {
        Columns = [.. Columns.Select(name => name == column ? newName : name)],
        OtherColumns = [.. OtherColumns.Select(name => name == column ? newName : name)],
    };
}
