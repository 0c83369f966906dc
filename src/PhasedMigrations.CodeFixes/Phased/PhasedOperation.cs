namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>One operation of the fluent builder, its arguments as C# source.</summary>
internal sealed record PhasedOperation(string Method, IReadOnlyList<(string Name, string Value)> Arguments);
