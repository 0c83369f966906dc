namespace PhasedMigrations;

/// <summary>The schema <c>phased</c> of the database belongs to an older or a newer version of this library.</summary>
public sealed class SchemaVersionException : PhasedMigrationException
{
    internal SchemaVersionException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
