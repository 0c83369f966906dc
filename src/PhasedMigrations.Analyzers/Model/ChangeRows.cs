namespace PhasedMigrations.Model;

internal enum RowChange
{
    Insert,
    Update,
    Delete,
    Merge,
}

/// <summary>Rows are written by a statement of the migration.</summary>
/// <param name="IsRestricted">A condition stands there that is more than TRUE, or the rows are listed one by one.</param>
internal sealed record ChangeRows(TableName? Table, RowChange Change, bool IsRestricted) : Operation
{
    /// <summary>The columns that get a value; empty when the statement names none. Null stands for an unresolved name.</summary>
    public ValueList<string?> Columns { get; init; } = [];

    /// <summary>Columns tied to given values: a row is touched only if it holds one of them.</summary>
    public ValueList<string> KeyColumns { get; init; } = [];

    /// <summary>Columns tied to another table's column, to a variable or to a subquery.</summary>
    public ValueList<string> JoinColumns { get; init; } = [];

    /// <summary>Columns with a lower or upper bound.</summary>
    public ValueList<string> RangeColumns { get; init; } = [];

    /// <summary>The statement lists so many rows itself, to add or to join with; 0 when they come from elsewhere.</summary>
    public int ListedRows { get; init; }

    /// <summary>A call of the front end that is made for seed rows: each row is named by its values.</summary>
    public bool NamesItsRows { get; init; }

    /// <summary>The condition holds for no row, whatever they are.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>A LIMIT stands in the statement: it works on a batch.</summary>
    public bool IsBatch { get; init; }
}
