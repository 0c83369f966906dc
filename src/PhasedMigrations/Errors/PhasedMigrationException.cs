namespace PhasedMigrations;

/// <summary>A phased migration cannot go on. The message names the object and what to do next; nothing was changed.</summary>
public class PhasedMigrationException : Exception
{
    /// <summary>Creates the exception with a message that names the object and the next action.</summary>
    public PhasedMigrationException(string message) : this(message, null)
    {
    }

    /// <summary>Creates the exception with a message and the error that caused it.</summary>
    public PhasedMigrationException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
