namespace PhasedMigrations.Model;

/// <summary>Every row that exists is given a value in a new column, in one statement.</summary>
internal sealed record FillColumn(TableName? Table, string? Column) : Operation;
