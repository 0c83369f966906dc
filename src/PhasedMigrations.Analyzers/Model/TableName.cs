namespace PhasedMigrations.Model;

/// <summary>A table as the migration names it. No schema means the connection's default schema.</summary>
internal readonly record struct TableName(string? Schema, string Name)
{
    /// <summary>The name for messages: with its schema only where the migration gave one.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
