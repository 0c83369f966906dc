using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Code hands SQL to a database, or to a runner of scripts.</summary>
/// <param name="Sql">The argument or the assigned value.</param>
internal readonly record struct SqlHandOver(IOperation Sql, UnitKind Kind);
