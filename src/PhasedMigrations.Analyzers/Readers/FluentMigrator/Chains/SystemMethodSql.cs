namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>What PostgreSQL's generator writes for a member of <c>SystemMethods</c>: FluentMigrator 8, <c>PostgresQuoter.FormatSystemMethods</c>.</summary>
internal static class SystemMethodSql
{
    /// <summary>Null for a member that is not known.</summary>
    public static string? Of(string? member) => member switch
    {
        "NewGuid" => "uuid_generate_v4()",
        "NewSequentialId" => "uuid_generate_v1()",
        "CurrentDateTime" => "now()",
        "CurrentUTCDateTime" => "(now() at time zone 'UTC')",
        "CurrentDateTimeOffset" => "current_timestamp",
        "CurrentUser" => "current_user",
        _ => null,
    };
}
