namespace PhasedMigrations.State;

/// <summary>SQLSTATEs that the inline blocks and the functions of the schema raise, in a class (PM) that PostgreSQL does not use.</summary>
internal static class SqlStates
{
    public const string NameInUse = "PM001";
    public const string UnknownMigration = "PM002";
    public const string SchemaVersion = "PM003";
    public const string UnknownObject = "PM004";
    public const string Unsupported = "PM005";
    public const string ChunkTakenOver = "PM006";
    public const string TableRewritten = "PM007";
    public const string Cancelled = "PM008";
    public const string ColumnsAdded = "PM009";
}
