namespace PhasedMigrations;

/// <summary>Where an index column sorts its NULLs.</summary>
public enum NullSortOrder
{
    /// <summary>The server's default: last when ascending, first when descending.</summary>
    Unspecified,

    /// <summary><c>NULLS FIRST</c>.</summary>
    NullsFirst,

    /// <summary><c>NULLS LAST</c>.</summary>
    NullsLast,
}
