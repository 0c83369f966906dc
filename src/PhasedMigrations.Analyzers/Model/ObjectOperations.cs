namespace PhasedMigrations.Model;

/// <param name="Names">Every name that its query mentions: the tables and columns it depends on are among them.</param>
internal sealed record CreateView(TableName? View, ValueList<string> Names) : Operation;

internal sealed record DropView(TableName? View) : Operation;

internal sealed record CreateEnum(TableName? Type, ValueList<string?> Values) : Operation;

/// <param name="BaseType">As PostgreSQL's format_type names it.</param>
/// <param name="IsConstrained">Values are checked: a column of this type added to a table is computed and checked row by row.</param>
internal sealed record CreateDomain(TableName? Domain, string? BaseType, bool IsConstrained) : Operation;

/// <summary>DROP TYPE, DROP DOMAIN.</summary>
internal sealed record DropType(TableName? Type) : Operation;
