namespace PhasedMigrations;

/// <summary>The definition itself is wrong: an argument, a SET clause, an expression, or a stored form that this version does not read.</summary>
public sealed class InvalidDefinitionException : PhasedMigrationException
{
    internal InvalidDefinitionException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
