namespace PhasedMigrations.Model;

/// <summary>A table as the migration names it. No schema means the connection's default schema.</summary>
internal readonly record struct TableName(string? Schema, string Name)
{
    /// <summary>A name without a schema may be any table of that name: the connection's search_path decides.</summary>
    public bool MayBe(TableName other) =>
        Name == other.Name && (Schema is null || other.Schema is null || Schema == other.Schema);

    /// <summary>The name for messages: with its schema only where the migration gave one.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
