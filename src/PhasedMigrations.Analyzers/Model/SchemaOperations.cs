namespace PhasedMigrations.Model;

internal sealed record DropSchema(string? Schema) : Operation;

internal sealed record RenameSchema(string? Schema) : Operation;

/// <summary>The new value cannot be used before the transaction commits.</summary>
internal sealed record AddEnumValue(TableName? Type, string? Value) : Operation;

internal sealed record RenameEnumValue(TableName? Type, string? Value, string? NewValue) : Operation;
