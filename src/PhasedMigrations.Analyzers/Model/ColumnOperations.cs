namespace PhasedMigrations.Model;

internal sealed record DropColumn(TableName? Table, string? Column) : Operation;

internal sealed record RenameColumn(TableName? Table, string? Column, string? NewName) : Operation;

/// <param name="NewType">As PostgreSQL's format_type names it, with modifiers: character varying(20), integer[].</param>
/// <param name="HasConversion">A USING expression computes the values, which writes the table anew unless it is a no-op cast.</param>
internal sealed record ChangeColumnType(TableName? Table, string? Column, string? NewType, bool HasConversion) : Operation;

/// <summary>A generated column gets another expression: a stored one is computed anew for every row.</summary>
internal sealed record ChangeGeneratedColumn(TableName? Table, string? Column) : Operation;

/// <param name="Default"><see cref="ColumnDefault.None"/> when the default is removed.</param>
internal sealed record ChangeColumnDefault(TableName? Table, string? Column, ColumnDefault Default) : Operation;
