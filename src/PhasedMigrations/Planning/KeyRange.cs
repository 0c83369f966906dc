using System.Globalization;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>
/// How a table is walked along its key. Bounds travel as the server's own text of each key column and are compared by the server, in the
/// column's own collation; a client never compares keys.
/// </summary>
internal sealed record KeyRange(IReadOnlyList<KeyColumn> Columns)
{
    private static readonly HashSet<string> ComparableTypes =
        ["int2", "int4", "int8", "uuid", "text", "varchar", "bpchar", "date", "timestamp", "timestamptz", "numeric"];

    /// <exception cref="UnsupportedTableException">The table has no key that can be walked.</exception>
    public static KeyRange Of(TableFacts table)
    {
        if (table.Key is not { Count: > 0 } key)
            throw new UnsupportedTableException(
                $"The table {table.Schema}.{table.Name} has no primary key and no unique index over NOT NULL columns, so it cannot be walked in "
                + "batches. Add one (a unique index can be built concurrently) and run again.");
        var odd = key.FirstOrDefault(column => !ComparableTypes.Contains(column.BaseType));
        if (odd is not null)
            throw new UnsupportedTableException(
                $"The key of {table.Schema}.{table.Name} has the column {odd.Name} of type {odd.Type}; batches can walk keys of integers, "
                + "numeric, uuid, text, date and timestamp. Add a unique index over NOT NULL columns of these types and run again.");
        return new(key);
    }

    /// <returns>Null when the table has no key that can be walked.</returns>
    public static KeyRange? TryOf(TableFacts table) =>
        table.Key is { Count: > 0 } key && key.All(column => ComparableTypes.Contains(column.BaseType)) ? new(key) : null;

    public string ColumnList => Quote.Identifiers(Columns.Select(column => column.Name));

    /// <summary>The key as text[], in the form in which bounds are stored.</summary>
    public string AsTextArray => $"ARRAY[{string.Join(", ", Columns.Select(column => $"{Quote.Identifier(column.Name)}::text"))}]";

    /// <summary>The range <c>low &lt; key &lt;= high</c>, as people read it. Its parameters are the columns of the upper bound, then those of the lower one.</summary>
    public string SampleCondition => $"{Compare(">", bound: 1)} AND {Compare("<=", bound: 0)}";

    /// <summary>The range <c>low &lt; key &lt;= high</c>; null means no lower bound.</summary>
    public string Between(string[]? low, string[] high) =>
        $"{(low is null ? "" : $"({ColumnList}) > {Tuple(low)} AND ")}({ColumnList}) <= {Tuple(high)}";

    /// <summary>Several rows by their keys.</summary>
    public string AreRows(IEnumerable<string[]> keys) => $"({ColumnList}) IN ({string.Join(", ", keys.Select(Tuple))})";

    /// <summary>One row by its key, given as text.</summary>
    public string IsRow(string[] values) => $"({ColumnList}) = {Tuple(values)}";

    /// <summary>A key as literals of its columns' types.</summary>
    public string Tuple(string[] values) => $"({string.Join(", ", values.Select((value, i) => $"{Quote.Literal(value)}::{Columns[i].Type}"))})";

    private string Compare(string comparison, int bound) => Columns.Count == 1
        ? $"{ColumnList} {comparison} {Parameter(bound, 0)}"
        : $"({ColumnList}) {comparison} ({string.Join(", ", Columns.Select((_, i) => Parameter(bound, i)))})";

    private string Parameter(int bound, int i) =>
        string.Create(CultureInfo.InvariantCulture, $"${(bound * Columns.Count) + i + 1}::{Columns[i].Type}");
}
