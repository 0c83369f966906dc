using System.Text.Json;
using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;

namespace PhasedMigrations.PostgreSql;

/// <summary>Reads what the planner needs. The search path of the migration must be in effect.</summary>
internal static class FactsReader
{
    private static readonly string Sql = EmbeddedSql.Read("PostgreSql.TableFacts.sql");

    public static async Task<ServerFacts> ReadAsync(NpgsqlConnection connection, PhasedDefinition definition, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, TableFacts>();
        foreach (var name in definition.Operations.SelectMany(ReferencedNames.Of).Select(n => Quote.Qualified(n.Schema, n.Table)).Distinct())
        {
            var json = await connection.ScalarAsync<string>(Sql, [name], cancellationToken).ConfigureAwait(false);
            if (json is null)
                await ThrowUnknownAsync(connection, name, cancellationToken).ConfigureAwait(false);
            var facts = JsonSerializer.Deserialize(json!, FactsJsonContext.Default.TableFacts)!;
            if (facts.Kind is not ("r" or "p"))
                throw new UnsupportedTableException($"{name} is not a table (pg_class.relkind {facts.Kind}); phased migrations change tables only.");
            tables.Add(name, facts);
        }

        return new(connection.PostgreSqlVersion.Major, tables);
    }

    private static async Task ThrowUnknownAsync(NpgsqlConnection connection, string quotedName, CancellationToken cancellationToken)
    {
        var existing = await connection.QueryAsync(
            """
            SELECT DISTINCT c.relname::text
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'phased') AND n.nspname NOT LIKE 'pg\_%'
            """,
            [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        var searchPath = await connection.ScalarAsync<string>("SHOW search_path", [], cancellationToken).ConfigureAwait(false);
        var bare = quotedName[(quotedName.LastIndexOf(".\"", StringComparison.Ordinal) + 1)..].Trim('"', '.');
        throw new UnknownObjectException(
            $"The table {quotedName} does not exist in the database (search path: {searchPath}).{NearNames.Suggest(bare, existing)}");
    }
}
