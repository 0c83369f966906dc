namespace PhasedMigrations.Model;

/// <summary>Every row that exists is given a value in a column just added, in one statement.</summary>
/// <param name="BecomesRequired">The column accepts NULL before and does not after.</param>
internal sealed record FillColumn(TableName? Table, string? Column, bool BecomesRequired) : Operation;
