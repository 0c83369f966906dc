using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning.Work;

/// <summary>Work that the server does alone: the rows never leave it.</summary>
internal abstract record SqlWork : BulkWork
{
    /// <summary>The rows of one batch.</summary>
    /// <param name="target">What stands behind UPDATE or FROM: the table or one of its leaves, under the table's own name.</param>
    /// <param name="range">The condition of the chunk; null means the whole table.</param>
    /// <param name="pending">Replaces the user's own condition; null leaves it.</param>
    public abstract BatchSql Batch(string target, string? range, string? pending = null);

    /// <summary>A query that fails when the table is no longer what the batch was made for; it follows the rows. Null when nothing can be lost.</summary>
    /// <param name="relation">The table or leaf, quoted.</param>
    public virtual string? Guard(string relation) => null;

    public sealed override string Sample(string table, string range) => Batch(table, range).AsStatement;

    /// <summary>A statement whose EXPLAIN says whether the server understands what the user wrote.</summary>
    public virtual string Trial(string table) => Batch(table, range: null).AsStatement;
}

/// <summary>A statement that changes rows, and what has to stand in front of it.</summary>
/// <param name="With">A common table expression that it reads; null when there is none.</param>
/// <param name="Statement">An INSERT, UPDATE or DELETE without RETURNING, or a query; each of its rows is a row done.</param>
internal sealed record BatchSql(string? With, string Statement)
{
    public string AsStatement => With is null ? Statement : $"WITH {With}\n{Statement}";

    /// <returns>How many rows were done.</returns>
    public async Task<int> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => With is null
        ? await connection.ExecuteAsync(AsStatement, [], cancellationToken).ConfigureAwait(false)
        : (await connection.QueryAsync(AsStatement, [], reader => reader.FieldCount, cancellationToken).ConfigureAwait(false)).Count;
}
