namespace PhasedMigrations;

/// <summary>The table has a shape that this version does not change online: it is partitioned, or has no key to walk along.</summary>
public sealed class UnsupportedTableException : PhasedMigrationException
{
    internal UnsupportedTableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
