using System.Text.RegularExpressions;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// A question mark where a value is due is a parameter of SQLite, MySQL and ODBC. Npgsql has none and PostgreSQL refuses it, so such a command
/// is sent to another database: Sonarr's migrations convert the rows of SQLite so, before there were any in PostgreSQL.
/// </summary>
internal static class ForeignParameters
{
    private static readonly Regex Parameter = new(@"[=<>,(]\s*\?\s*([,;)]|$|[A-Za-z])", RegexOptions.CultureInvariant);

    public static bool AreIn(string sql) => sql.IndexOf('?') >= 0 && Parameter.IsMatch(sql);
}
