using PhasedMigrations.Operations;

namespace PhasedMigrations.PostgreSql;

internal static class IndexText
{
    public static string Create(CreateIndexOperation index, bool concurrently) =>
        $"CREATE {(index.Unique ? "UNIQUE " : "")}INDEX {(concurrently ? "CONCURRENTLY " : "")}{Quote.Identifier(index.Name)} "
        + $"ON {Quote.Qualified(index.Schema, index.Table)}{Tail(index)}";

    public static string Drop(CreateIndexOperation index, bool concurrently) =>
        $"DROP INDEX {(concurrently ? "CONCURRENTLY " : "")}IF EXISTS {Quote.Qualified(index.Schema, index.Name)}";

    private static string Tail(CreateIndexOperation index)
    {
        var method = index.Method is null ? "" : $" USING {Quote.Identifier(index.Method)}";
        var columns = string.Join(", ", index.Columns.Select((_, i) => Column(index, i)));
        var include = index.Include is { Count: > 0 } ? $" INCLUDE ({Quote.Identifiers(index.Include)})" : "";
        var nulls = index.NullsDistinct ? "" : " NULLS NOT DISTINCT";
        // By name, as EF Core writes them: the stored definition does not keep the order of keys.
        var parameters = index.StorageParameters is { Count: > 0 } given
            ? $" WITH ({string.Join(", ", given.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Quote.Identifier(p.Key)} = {Quote.Literal(p.Value)}"))})"
            : "";
        var filter = index.Filter is null ? "" : $" WHERE {index.Filter}";
        return $"{method} ({columns}){include}{nulls}{parameters}{filter}";
    }

    private static string Column(CreateIndexOperation index, int i)
    {
        var collation = At(index.Collation, i) is { Length: > 0 } c ? $" COLLATE {Quote.Identifier(c)}" : "";
        var operators = At(index.Operators, i) is { Length: > 0 } o ? $" {o}" : "";
        var order = IsDescending(index, i) ? " DESC" : "";
        var nulls = index.NullSortOrder is { } orders && i < orders.Count ? orders[i] switch
        {
            NullSortOrder.NullsFirst => " NULLS FIRST",
            NullSortOrder.NullsLast => " NULLS LAST",
            _ => "",
        } : "";
        return $"{Quote.Identifier(index.Columns[i])}{collation}{operators}{order}{nulls}";
    }

    // As in EF Core: no list means that all ascend, an empty one that all descend.
    private static bool IsDescending(CreateIndexOperation index, int i) =>
        index.Descending is { } list && (list.Count == 0 || (i < list.Count && list[i]));

    private static string? At(IReadOnlyList<string>? list, int i) => list is not null && i < list.Count ? list[i] : null;
}
