using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers;

/// <summary>An operation and where the user wrote it.</summary>
internal readonly record struct LocatedOperation(Operation Operation, Location Location);
