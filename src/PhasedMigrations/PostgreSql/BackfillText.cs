using PhasedMigrations.Operations;

namespace PhasedMigrations.PostgreSql;

internal static class BackfillText
{
    /// <summary>The UPDATE of all rows, with <paramref name="range"/> restricting it to a chunk.</summary>
    public static string Update(BackfillOperation backfill, string table, string? range) => Update(backfill, table, range, backfill.Where);

    public static string Update(BackfillOperation backfill, string table, string? range, string? rows)
    {
        string?[] conditions = [range, rows is null ? null : $"({rows}\n)"];
        var where = string.Join(" AND ", conditions.Where(c => c is not null));
        return $"UPDATE {table} SET {backfill.Set}{(where.Length == 0 ? "" : $"\nWHERE {where}")}";
    }

    /// <summary>PL/pgSQL that lets the server parse and plan the UPDATE without executing it.</summary>
    public static string TryOut(BackfillOperation backfill) =>
        $"EXECUTE {Quote.Literal($"EXPLAIN {Update(backfill, Quote.Qualified(backfill.Schema, backfill.Table), range: null)}")}";
}
