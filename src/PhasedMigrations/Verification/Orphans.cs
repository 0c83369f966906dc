using System.Globalization;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Rows whose foreign key refers to nothing, whether the constraint exists yet or not.</summary>
/// <param name="Table">Quoted.</param>
/// <param name="Principal">The table that is referred to, quoted.</param>
/// <param name="Columns">The columns of the key.</param>
/// <param name="References">The columns that they refer to, in the same order.</param>
internal sealed record Orphans(string Table, string Principal, IReadOnlyList<string> Columns, IReadOnlyList<string> References)
{
    private const int SampleSize = 5;

    // MATCH SIMPLE: a row with a NULL in its key refers to nothing and is fine.
    private string Refers => string.Join(" AND ", Columns.Select(column => $"c.{Quote.Identifier(column)} IS NOT NULL"));

    private string From => $"""
        FROM {Table} c
        WHERE {Refers}
            AND NOT EXISTS (
                SELECT 1 FROM {Principal} p
                WHERE {string.Join(" AND ", Columns.Select((column, i) => $"p.{Quote.Identifier(References[i])} = c.{Quote.Identifier(column)}"))})
        """;

    /// <summary>The orphans of a constraint that the server has.</summary>
    public static async Task<Orphans> OfConstraintAsync(NpgsqlConnection connection, string table, string constraint, CancellationToken cancellationToken)
    {
        var keys = await connection.QueryAsync(
            """
            SELECT c.confrelid::regclass::text, a.attname::text, f.attname::text
            FROM pg_constraint c
            CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(col, ref, n)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.col
            JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.ref
            WHERE c.conrelid = to_regclass($1) AND c.conname = $2
            ORDER BY k.n
            """,
            [table, constraint], reader => (Principal: reader.GetString(0), Column: reader.GetString(1), Reference: reader.GetString(2)), cancellationToken)
            .ConfigureAwait(false);
        return new(table, keys[0].Principal, [.. keys.Select(key => key.Column)], [.. keys.Select(key => key.Reference)]);
    }

    /// <returns>How many rows refer to something, how many of these to nothing that exists, and the first of their keys.</returns>
    public async Task<(long Rows, long Count, string[] Examples)> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.ScalarAsync<long>($"SELECT count(*) FROM {Table} c WHERE {Refers}", [], cancellationToken).ConfigureAwait(false);
        var count = await connection.ScalarAsync<long>($"SELECT count(*) {From}", [], cancellationToken).ConfigureAwait(false);
        return (rows, count, count == 0 ? [] : await ExamplesAsync(connection, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>How many there are and the first keys, as a sentence.</summary>
    public async Task<string> DescribeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var count = await connection.ScalarAsync<long>($"SELECT count(*) {From}", [], cancellationToken).ConfigureAwait(false);
        var examples = await ExamplesAsync(connection, cancellationToken).ConfigureAwait(false);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} rows of {Table} refer to rows of {Principal} that do not exist, for example {string.Join(", ", examples)}");
    }

    private async Task<string[]> ExamplesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", Columns.Select(column => $"c.{Quote.Identifier(column)}"));
        return
        [
            .. await connection.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"SELECT DISTINCT row({columns})::text {From} LIMIT {SampleSize}"),
                [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false),
        ];
    }
}
