using System.Diagnostics;

namespace PhasedMigrations;

/// <summary>What a failure of the analyzer says about itself: enough to find it, nothing of the user's source.</summary>
internal static class CrashReport
{
    public static string Of(Exception failure)
    {
        var frames = new StackTrace(failure).GetFrames() ?? [];
        var place = frames
            .Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("PhasedMigrations", StringComparison.Ordinal) == true);
        return place is null ? failure.GetType().Name : $"{failure.GetType().Name} in {place.DeclaringType!.Name}.{place.Name}";
    }
}
