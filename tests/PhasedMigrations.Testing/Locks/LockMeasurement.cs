namespace PhasedMigrations.Testing.Locks;

/// <summary>What statements did to the tables that existed before them.</summary>
/// <param name="Tables">By qualified name (<c>public.users</c>); only tables that were touched.</param>
/// <param name="Messages">What the server said at DEBUG1, in order: for a failing test's message.</param>
public sealed record LockMeasurement(IReadOnlyDictionary<string, TableImpact> Tables, IReadOnlyList<string> Messages)
{
    public TableImpact this[string table] => Tables.TryGetValue(table, out var impact) ? impact : TableImpact.Untouched;
}

/// <param name="Lock">The strongest lock mode taken.</param>
/// <param name="Rewritten">The table has a new file: every row was copied.</param>
/// <param name="Scanned">The whole table was read: a check, a foreign key's validation, an UPDATE, or the build of an index.</param>
/// <param name="RowsUpdated">Rows that statements updated or deleted; not those that a rewrite copied.</param>
/// <param name="IndexesBuilt">Names of indexes on the table that are new, or have a new file.</param>
public sealed record TableImpact(LockMode Lock, bool Rewritten, bool Scanned, long RowsUpdated, IReadOnlyList<string> IndexesBuilt)
{
    internal static readonly TableImpact Untouched = new(LockMode.None, false, false, 0, []);
}
