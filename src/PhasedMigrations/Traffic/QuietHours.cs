namespace PhasedMigrations;

/// <summary>Hours of the day that were quiet, as a window for runs.</summary>
/// <param name="Window">When.</param>
/// <param name="Load">How busy these hours were beside the average of all: 0.2 is a fifth.</param>
/// <param name="IsComplete">Whether every hour of the day was sampled; else the unknown ones count as busy.</param>
public sealed record QuietHours(MaintenanceWindow Window, double Load, bool IsComplete);
