using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules;

/// <summary>What a rule says of an operation.</summary>
internal sealed record Finding(Rule Rule, LocatedOperation Operation, Diagnostic Diagnostic);
