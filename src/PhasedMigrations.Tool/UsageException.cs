namespace PhasedMigrations.Tool;

/// <summary>The command line or the environment is wrong. The message is complete: what is wrong and what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
