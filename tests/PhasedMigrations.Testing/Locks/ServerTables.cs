using Npgsql;

namespace PhasedMigrations.Testing.Locks;

/// <summary>The user tables of a database at one moment, with what shows that they were rewritten, scanned or indexed.</summary>
internal sealed record ServerTables(IReadOnlyDictionary<uint, ServerTable> ByOid, IReadOnlySet<IndexFile> IndexFiles)
{
    public static async Task<ServerTables> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<uint, ServerTable>();
        await using (var command = new NpgsqlCommand(EmbeddedText.Read("tables.sql"), connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                tables.Add(reader.GetFieldValue<uint>(0), new ServerTable(reader.GetString(1), Oid(reader, 2), reader.GetInt64(3), reader.GetInt64(4)));

        var indexes = new HashSet<IndexFile>();
        await using (var command = new NpgsqlCommand(EmbeddedText.Read("index_files.sql"), connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                indexes.Add(new IndexFile(reader.GetFieldValue<uint>(0), reader.GetString(1), Oid(reader, 2)));
        return new ServerTables(tables, indexes);
    }

    private static uint Oid(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetFieldValue<uint>(column);
}

/// <param name="Name">Qualified, quoted where it must be.</param>
/// <param name="File">The file node; another one afterwards means a rewrite. 0 for a partitioned table.</param>
/// <param name="Scans">Sequential scans by this session's open transaction.</param>
/// <param name="Updates">Rows it updated or deleted.</param>
internal sealed record ServerTable(string Name, uint File, long Scans, long Updates);

internal sealed record IndexFile(uint Table, string Name, uint File);
