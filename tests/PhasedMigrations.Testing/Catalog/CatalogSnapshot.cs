using System.Data;
using Npgsql;

namespace PhasedMigrations.Testing.Catalog;

/// <summary>The schema of a database as text, so that two databases, or one before and after, can be compared.</summary>
/// <remarks>
/// Names count, physical layout does not: a gap that a dropped column left, <c>atthasmissing</c> and file names are not in it.
/// </remarks>
public sealed class CatalogSnapshot
{
    private static readonly string[] Queries =
    [
        "schemas.sql", "relations.sql", "columns.sql", "constraints.sql", "indexes.sql", "triggers.sql", "functions.sql",
        "sequences.sql", "types.sql", "policies.sql",
    ];

    private const string UserSchema =
        """
        WITH user_schema AS (
            SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname <> ALL ($1)
        )

        """;

    private readonly SortedDictionary<string, string> _definitions;

    private CatalogSnapshot(SortedDictionary<string, string> definitions) => _definitions = definitions;

    /// <summary>One line an object: <c>column public.users.email: #2 text not null</c>.</summary>
    public IEnumerable<string> Lines => _definitions.Select(entry => $"{entry.Key}: {entry.Value}");

    /// <param name="dataSource">The database to read.</param>
    /// <param name="excludedSchemas">Schemas to leave out, such as <c>phased</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CatalogSnapshot> ReadAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<string>? excludedSchemas = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection
            .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

        // With an empty path the server writes every name with its schema.
        await using (var path = new NpgsqlCommand("SET LOCAL search_path = ''", connection, transaction))
            await path.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        var definitions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var query in Queries)
        {
            await using var command = new NpgsqlCommand(UserSchema + EmbeddedText.Read(query), connection, transaction);
            command.Parameters.Add(new NpgsqlParameter { Value = excludedSchemas?.ToArray() ?? [] });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                definitions.Add(reader.GetString(0), reader.GetString(1).ReplaceLineEndings("\\n"));
        }
        return new CatalogSnapshot(definitions);
    }

    /// <summary>What has to change in this schema to become the other: one readable line an object, none when they are equal.</summary>
    public IReadOnlyList<string> Diff(CatalogSnapshot other)
    {
        var differences = new List<string>();
        foreach (var key in _definitions.Keys.Union(other._definitions.Keys).Order(StringComparer.Ordinal))
        {
            var here = _definitions.GetValueOrDefault(key);
            var there = other._definitions.GetValueOrDefault(key);
            if (here == there) continue;
            differences.Add((here, there) switch
            {
                (null, _) => $"only in the other: {key}: {there}",
                (_, null) => $"missing in the other: {key}: {here}",
                _ => $"differs: {key}: {here} | {there}",
            });
        }
        return differences;
    }
}
