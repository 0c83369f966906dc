namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>How long the crash tests go on: minutes by default, longer on request (<c>--soak</c> or PHASED_SOAK=1).</summary>
public static class Soak
{
    public const string Option = "--soak";
    public const string Variable = "PHASED_SOAK";

    public static bool IsWanted => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    public static int Times(int count) => IsWanted ? count * 10 : count;
}
