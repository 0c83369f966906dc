using PhasedMigrations.CodeFixes.RawSql;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>One <c>column = expression</c> of an UPDATE.</summary>
internal sealed record UpdateAssignment(string Column, SqlTokens Tokens, string Value)
{
    /// <summary>By the letters alone: when in doubt it does.</summary>
    public bool Reads(string column) => Enumerable.Range(0, Tokens.Count).Any(index =>
        Tokens.IsName(index) && Tokens.TextOf(index).Trim('"').Equals(column, StringComparison.OrdinalIgnoreCase));
}
