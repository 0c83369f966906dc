namespace PhasedMigrations.State;

/// <summary>SQLSTATEs that the inline blocks raise, in a class (PM) that PostgreSQL does not use.</summary>
internal static class SqlStates
{
    public const string NameInUse = "PM001";
    public const string UnknownMigration = "PM002";
    public const string SchemaVersion = "PM003";
    public const string UnknownObject = "PM004";
    public const string Unsupported = "PM005";
}
