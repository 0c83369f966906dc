namespace PhasedMigrations;

/// <summary>Another definition is already registered under the name.</summary>
public sealed class NameInUseException : PhasedMigrationException
{
    internal NameInUseException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
