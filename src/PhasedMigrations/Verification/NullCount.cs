using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

internal static class NullCount
{
    public static string Sql(string quotedTable, string column) => $"SELECT count(*) FROM {quotedTable} WHERE {Quote.Identifier(column)} IS NULL";
}
