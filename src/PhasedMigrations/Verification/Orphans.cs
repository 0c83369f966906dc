using System.Globalization;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Rows whose foreign key refers to nothing.</summary>
internal static class Orphans
{
    private const int SampleSize = 5;

    /// <summary>How many there are and the first keys, as a sentence.</summary>
    public static async Task<string> DescribeAsync(NpgsqlConnection connection, string table, string constraint, CancellationToken cancellationToken)
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
        var columns = keys.Select(key => $"c.{Quote.Identifier(key.Column)}").ToList();
        // MATCH SIMPLE: a row with a NULL in its key refers to nothing and is fine.
        var orphans = $"""
            FROM {table} c
            WHERE {string.Join(" AND ", columns.Select(column => $"{column} IS NOT NULL"))}
                AND NOT EXISTS (
                    SELECT 1 FROM {keys[0].Principal} p
                    WHERE {string.Join(" AND ", keys.Select(key => $"p.{Quote.Identifier(key.Reference)} = c.{Quote.Identifier(key.Column)}"))})
            """;
        var count = await connection.ScalarAsync<long>($"SELECT count(*) {orphans}", [], cancellationToken).ConfigureAwait(false);
        var sample = await connection.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT DISTINCT row({string.Join(", ", columns)})::text {orphans} LIMIT {SampleSize}"),
            [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} rows of {table} refer to rows of {keys[0].Principal} that do not exist, for example {string.Join(", ", sample)}");
    }
}
