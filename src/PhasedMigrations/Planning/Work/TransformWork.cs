using System.Globalization;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms.Mapping;

namespace PhasedMigrations.Planning.Work;

/// <summary>
/// Work that C# does between reading and writing. A row is written only while the columns that were read are as they were: their binary image is
/// compared, which every type has and no setting of a session changes.
/// </summary>
internal sealed record TransformWork(TransformOperation Transform, TableFacts Table, KeyRange Key) : BulkWork
{
    public const string CopyRows = $"COPY {Rows} FROM STDIN (FORMAT BINARY)";
    public const string KeyReason = "what C# computes is written back by the key of the row";
    private const string Rows = "pg_temp.phased_rows";

    public override string Noun => "transformation";

    public override string Wanted => $"the transform {Transform.Transform}";

    private string ReadColumns => string.Join(", ", Transform.Read.Select(column => $"{Quote.Identifier(Table.Name)}.{Quote.Identifier(column)}"));

    // What is computed has to find its row again, wherever the application has moved it.
    public override PageFitness AlongPages(TableFacts table) => PageFitness.No(KeyReason);

    public override string Sample(string table, string range) => $"""
        SELECT {Quote.Identifiers(Transform.Read)} FROM {table}
        WHERE {Conditions.Join(range, Transform.Where)};
        -- {Transform.Transform.ReplaceLineEndings(" ")} computes {string.Join(", ", Transform.Write)} in C#; COPY takes the result to {Rows}, and then
        {Update(range, [.. Transform.Write.Select(_ => (string?)null)])}
        """;

    /// <summary>The rows of a range: key as text[], image, size of the image in bytes, then <paramref name="selection"/>.</summary>
    public string Select(string range, IEnumerable<string> selection) => $"""
        SELECT {Key.AsTextArray}, sha256(phased_read.image), octet_length(phased_read.image), {string.Join(", ", selection)}
        FROM {Table.QuotedName}, LATERAL (SELECT record_send(ROW({ReadColumns})) AS image OFFSET 0) AS phased_read
        WHERE {Conditions.Join(range, Transform.Where)}
        """;

    /// <summary>The same rows, held until the transaction ends.</summary>
    public string SelectLocked(string range, IEnumerable<string> selection) =>
        $"{Select(range, selection)}\nFOR NO KEY UPDATE OF {Quote.Identifier(Table.Name)}";

    public string CreateRows(IReadOnlyList<ColumnWriter> writers) => string.Create(
        CultureInfo.InvariantCulture,
        $"CREATE TEMPORARY TABLE phased_rows ({RowColumns(writers.Select(writer => writer.TransportSql))}) ON COMMIT DROP");

    /// <summary>Writes the rows that are as they were, and answers with the numbers of those.</summary>
    /// <param name="range">Where the rows are, with literal bounds: the planner needs no statistics of the temporary table to use the key.</param>
    /// <param name="casts">To which type each value is cast; null leaves it to the assignment.</param>
    public string Update(string range, IReadOnlyList<string?> casts) => Update(range, Rows, casts);

    /// <summary>A statement whose EXPLAIN says whether the server understands all of it.</summary>
    public string Trial(IReadOnlyList<ColumnWriter> writers)
    {
        var nulls = Types(writers.Select(writer => writer.TransportSql)).Select(column => $"NULL::{column.Type} AS {column.Name}");
        return Update("true", $"(SELECT {string.Join(", ", nulls)})", [.. writers.Select(writer => writer.Cast)]);
    }

    /// <summary>Of the rows that are as they were: their numbers, and whether what is stored differs.</summary>
    public string Compare(string range, string different)
    {
        var keys = Key.Columns.Select((column, i) => $"{Column(column.Name)} = phased_row.phased_k{Number(i)}::{column.Type}");
        return $"""
            SELECT phased_row.phased_n, ({different})
            FROM {Table.QuotedName}, {Rows} AS phased_row
            WHERE {range} AND {string.Join(" AND ", keys)} AND sha256(record_send(ROW({ReadColumns}))) = phased_row.phased_image
            """;
    }

    private string Update(string range, string rows, IReadOnlyList<string?> casts)
    {
        var assignments = Transform.Write.Select((column, i) =>
            $"{Quote.Identifier(column)} = phased_row.phased_w{Number(i)}{(casts[i] is { } cast ? $"::{cast}" : "")}");
        var keys = Key.Columns.Select((column, i) => $"{Column(column.Name)} = phased_row.phased_k{Number(i)}::{column.Type}");
        return $"""
            UPDATE {Table.QuotedName} SET {string.Join(", ", assignments)}
            FROM {rows} AS phased_row
            WHERE {range} AND {string.Join(" AND ", keys)}
                AND sha256(record_send(ROW({ReadColumns}))) = phased_row.phased_image{(Transform.Where is null ? "" : $" AND ({Transform.Where}\n)")}
            RETURNING phased_row.phased_n
            """;
    }

    private string RowColumns(IEnumerable<string> transports) =>
        string.Join(", ", Types(transports).Select(column => $"{column.Name} {column.Type}"));

    private IEnumerable<(string Name, string Type)> Types(IEnumerable<string> transports) =>
    [
        ("phased_n", "integer"),
        ("phased_image", "bytea"),
        .. Key.Columns.Select((_, i) => ($"phased_k{Number(i)}", "text")),
        .. transports.Select((type, i) => ($"phased_w{Number(i)}", type)),
    ];

    private string Column(string name) => $"{Quote.Identifier(Table.Name)}.{Quote.Identifier(name)}";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
