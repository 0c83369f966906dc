using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules;

/// <summary>How messages name things: by the user's own names, or in words where the source does not fix the name.</summary>
internal static class Wording
{
    /// <summary><c>index 'IX_orders_user_id'</c>, or <c>an index</c>.</summary>
    public static string Named(string kind, string? name) => name is null ? Indefinite(kind) : $"{kind} '{name}'";

    /// <summary><c>'orders'</c>, or the words given for a table whose name is not known.</summary>
    public static string Table(TableName? table, string otherwise = "its table") => table is { } known ? $"'{known}'" : otherwise;

    /// <summary><c>'email'</c>, or <c>a column</c>.</summary>
    public static string Column(string? name) => name is null ? "a column" : $"'{name}'";

    /// <summary><c>the required column 'email'</c>, or <c>a required column</c>.</summary>
    public static string RequiredColumn(string? name) => name is null ? "a required column" : $"the required column '{name}'";

    /// <summary>What waits for a lock that is at least SHARE.</summary>
    public static string Blocked(LockMode mode) => mode.BlocksReads() ? "reads and writes" : "writes";

    private static string Indefinite(string kind) => kind[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? $"an {kind}" : $"a {kind}";
}
