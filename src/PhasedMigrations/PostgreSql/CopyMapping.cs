using PhasedMigrations.Operations;

namespace PhasedMigrations.PostgreSql;

/// <summary>How a row of one table becomes a row of another one, and how the two are matched.</summary>
internal sealed record CopyMapping(CopyRowsOperation Copy)
{
    private readonly IReadOnlyList<Assignment> _assignments = SetClause.Parse(Copy.Set);

    /// <summary>The columns of the target that are written.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _assignments.Select(assignment => assignment.Column)];

    /// <summary>The columns of the source that the key of the target is taken from, in the key's order.</summary>
    public IReadOnlyList<string> SourceKey => [.. Copy.Key.Select(key => SourceColumn(_assignments, key)!)];

    public string Columns => Quote.Identifiers(ColumnNames);

    public string Keys => Quote.Identifiers(Copy.Key);

    // The line break ends a comment that may stand at the end of an expression.
    public string Values => string.Join(", ", _assignments.Select(assignment => $"({assignment.Expression}\n)"));

    /// <summary>The upsert's SET list: what the source says wins.</summary>
    public string Overwrite
    {
        get
        {
            var others = ColumnNames.Except(Copy.Key).DefaultIfEmpty(Copy.Key[0]);
            return string.Join(", ", others.Select(column => $"{Quote.Identifier(column)} = EXCLUDED.{Quote.Identifier(column)}"));
        }
    }

    /// <summary>The key of <paramref name="target"/> equals that of <paramref name="source"/>; both are names of rows.</summary>
    public string Matches(string target, string source) =>
        string.Join(" AND ", Copy.Key.Zip(SourceKey, (key, column) => $"{target}.{Quote.Identifier(key)} = {source}.{Quote.Identifier(column)}"));

    /// <summary>Both rows of the source have the same key.</summary>
    public string IsSame(string row, string other) =>
        string.Join(" AND ", SourceKey.Select(column => $"{row}.{Quote.Identifier(column)} = {other}.{Quote.Identifier(column)}"));

    /// <returns>Null when the column is computed.</returns>
    public static string? SourceColumn(IReadOnlyList<Assignment> assignments, string key) =>
        assignments.FirstOrDefault(assignment => assignment.Column == key) is { IsDefault: false } assigned
        && SqlTokenizer.Tokenize(assigned.Expression) is [{ Identifier: { } column }]
            ? column
            : null;
}
