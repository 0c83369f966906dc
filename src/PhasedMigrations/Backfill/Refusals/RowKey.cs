using PhasedMigrations.Planning;

namespace PhasedMigrations.Backfill.Refusals;

/// <summary>How people are told which row is meant.</summary>
internal static class RowKey
{
    public static string Describe(KeyRange? key, string[]? values, string? place) => key is null || values is null
        ? $"ctid = {place}"
        : string.Join(", ", key.Columns.Select((column, i) => $"{column.Name} = {values[i]}"));
}
