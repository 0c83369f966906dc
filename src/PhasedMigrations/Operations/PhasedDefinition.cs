namespace PhasedMigrations.Operations;

/// <summary>What a phased migration consists of, in the order the user wrote it. Stored as JSON in the database it changes.</summary>
internal sealed record PhasedDefinition(int FormatVersion, IReadOnlyList<PhasedOperation> Operations)
{
    /// <summary>The version this library writes. It reads this one and every earlier one.</summary>
    public const int CurrentFormatVersion = 1;
}
