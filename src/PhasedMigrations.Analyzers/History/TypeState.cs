using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>A domain or an enum that a migration created.</summary>
/// <param name="IsConstrained">A domain that checks its values.</param>
internal sealed record TypeState(TableName Name, bool IsEnum, bool IsConstrained, Moment Created);
