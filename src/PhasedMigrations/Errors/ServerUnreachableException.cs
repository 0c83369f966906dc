namespace PhasedMigrations;

/// <summary>No connection to the server could be made.</summary>
public sealed class ServerUnreachableException : PhasedMigrationException
{
    internal ServerUnreachableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
