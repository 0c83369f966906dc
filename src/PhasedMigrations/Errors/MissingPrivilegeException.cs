namespace PhasedMigrations;

/// <summary>The connected role lacks a right that the work needs.</summary>
public sealed class MissingPrivilegeException : PhasedMigrationException
{
    internal MissingPrivilegeException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
