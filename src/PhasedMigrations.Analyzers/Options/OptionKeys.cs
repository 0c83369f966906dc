namespace PhasedMigrations.Options;

/// <summary>How the keys in .editorconfig and .globalconfig are named.</summary>
internal static class OptionKeys
{
    public const string Prefix = "phased_migrations.";

    public const string StartAfter = "start_after";

    public const string Severity = "severity";

    public static string StartAfterOf(string ruleId) => $"{Prefix}{ruleId}.{StartAfter}";

    public static string SeverityOf(string ruleId) => $"{Prefix}{ruleId}.{Severity}";
}
