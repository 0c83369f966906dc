namespace PhasedMigrations.Model;

/// <summary>Where the value of a column comes from when an INSERT leaves the column out.</summary>
internal abstract record ColumnDefault
{
    private ColumnDefault() { }

    /// <summary>No default: an omitted column is NULL, or an error when the column is required.</summary>
    internal sealed record None : ColumnDefault
    {
        public static readonly None Instance = new();
    }

    /// <summary>A value known when the migration runs. <paramref name="Value"/> is null when the analyzer cannot compute it.</summary>
    internal sealed record Literal(object? Value) : ColumnDefault;

    /// <summary>An SQL expression. <paramref name="Expression"/> is null when the analyzer cannot compute its text.</summary>
    internal sealed record Sql(string? Expression) : ColumnDefault;
}
