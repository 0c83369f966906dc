using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>What runners other than psql see in the text of a script: comments that mean something, variables.</summary>
internal static class ScriptText
{
    /// <summary>goose, dbmate, sql-migrate, MyBatis: one file says how to go up and how to come down again.</summary>
    private static readonly Regex Down = new(
        @"^--[ \t]*(\+goose[ \t]+down|migrate:down|\+migrate[ \t]+down|//@undo)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    private static readonly Regex Up = new(
        @"^--[ \t]*(\+goose[ \t]+up|migrate:up|\+migrate[ \t]+up)\b(?<options>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    private static readonly Regex NoTransaction = new(
        @"transaction:false|notransaction|^--[ \t]*\+goose[ \t]+no[ \t]+transaction\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    /// <summary>The SQL that PostgreSQL is sent when the script runs.</summary>
    public static SqlText Of(string path, SourceText content, bool withDown)
    {
        var whole = SqlText.OfFile(path, content);
        var down = withDown || !HasMarks(whole.Text) ? Match.Empty : Down.Match(whole.Text);
        var up = down.Success ? whole.With(whole.Text.Substring(0, down.Index)) : whole;
        return up.With(TemplateVariables.Replace(up.Text));
    }

    /// <summary>Evolve leaves out the transaction where the first line says so: found by a run of Evolve 3.2.</summary>
    public static bool TurnsEvolveTransactionOff(string text)
    {
        var end = text.IndexOf('\n');
        return (end < 0 ? text : text.Substring(0, end)).IndexOf("evolve-tx-off", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    /// <summary>Null where no runner's comment stands.</summary>
    public static bool? RunsInTransaction(string text)
    {
        var up = HasMarks(text) ? Up.Match(text) : Match.Empty;
        if (!up.Success)
            return null;
        return !NoTransaction.IsMatch(up.Groups["options"].Value) && !NoTransaction.IsMatch(text.Substring(0, up.Index));
    }

    /// <summary>Cheap: almost no text has one.</summary>
    private static bool HasMarks(string text) =>
        Contains(text, "+goose") || Contains(text, "migrate:") || Contains(text, "+migrate") || Contains(text, "//@");

    private static bool Contains(string text, string part) => text.IndexOf(part, StringComparison.Ordinal) >= 0;
}
