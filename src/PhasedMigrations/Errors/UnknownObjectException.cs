namespace PhasedMigrations;

/// <summary>The definition names a table, column or phased migration that the database does not have.</summary>
public sealed class UnknownObjectException : PhasedMigrationException
{
    internal UnknownObjectException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
