namespace PhasedMigrations.Model;

/// <summary>
/// A column accepts NULL no more, by a way that no rule judges: a phased migration, or raw SQL. History knows it from here on.
/// </summary>
internal sealed record RequireColumn(TableName? Table, string? Column) : Operation;
