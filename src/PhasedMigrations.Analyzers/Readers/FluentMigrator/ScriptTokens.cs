using System.Text.RegularExpressions;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>FluentMigrator's <c>$(name)</c>, which it replaces in scripts: here by a placeholder of the same length.</summary>
internal static class ScriptTokens
{
    private static readonly Regex Token = new(@"\$\((\w+)\)", RegexOptions.CultureInvariant);

    public static string Replace(string sql) =>
        sql.IndexOf("$(", StringComparison.Ordinal) < 0 ? sql : Token.Replace(sql, token => "{" + token.Groups[1].Value + ".}");
}
