using System.Globalization;
using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Rows that a unique index does not allow.</summary>
internal static class Duplicates
{
    private const int SampleSize = 5;

    /// <summary>The first duplicate keys with their counts, as text; empty when there are none any more.</summary>
    public static async Task<string> DescribeAsync(
        NpgsqlConnection connection, string table, CreateIndexOperation index, CancellationToken cancellationToken)
    {
        var columns = Quote.Identifiers(index.Columns);
        string?[] conditions =
        [
            index.Filter is null ? null : $"({index.Filter}\n)",
            index.NullsDistinct ? string.Join(" AND ", index.Columns.Select(column => $"{Quote.Identifier(column)} IS NOT NULL")) : null,
        ];
        var where = string.Join(" AND ", conditions.Where(condition => condition is not null));
        var keys = await connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT row({columns})::text || ' in ' || count(*) || ' rows' FROM {table}{(where.Length == 0 ? "" : $" WHERE {where}")} GROUP BY {columns} HAVING count(*) > 1 LIMIT {SampleSize}"),
            [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return string.Join(", ", keys);
    }
}
