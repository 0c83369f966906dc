namespace PhasedMigrations;

/// <summary>One reading of a signal.</summary>
/// <param name="Value">In the unit of the signal.</param>
/// <param name="Detail">Which part of the system it is, such as the name of a replica; shown with the value.</param>
public readonly record struct SignalReading(double Value, string? Detail = null);
