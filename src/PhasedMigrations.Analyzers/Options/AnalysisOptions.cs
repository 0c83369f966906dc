using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Model;

namespace PhasedMigrations.Options;

/// <summary>The settings in force for one file, from .editorconfig or .globalconfig keys <c>phased_migrations.*</c>.</summary>
internal sealed record AnalysisOptions(
    int PostgreSqlVersion,
    string? StartAfter,
    ImmutableHashSet<string> SmallTables,
    bool AnalyzeDown,
    string? Dialect)
{
    /// <summary>The oldest major version that the PostgreSQL project supports.</summary>
    public const int OldestPostgreSqlVersion = 14;

    public static AnalysisOptions From(AnalyzerConfigOptions options) => new(
        Read(options, "postgresql_version") is { } version && int.TryParse(version, out var major) ? major : OldestPostgreSqlVersion,
        Read(options, "start_after"),
        Read(options, "small_tables") is { } tables
            ? tables.Split(',').Select(table => table.Trim()).Where(table => table.Length > 0).ToImmutableHashSet()
            : ImmutableHashSet<string>.Empty,
        Read(options, "analyze_down") is { } analyzeDown && bool.TryParse(analyzeDown, out var yes) && yes,
        Read(options, "dialect"));

    public bool IsSmall(TableName table) => SmallTables.Contains(table.Name) || SmallTables.Contains(table.ToString());

    /// <summary>Migrations up to and including <see cref="StartAfter"/> have run already: what they do cannot be changed.</summary>
    public bool HasRunAlready(string? migrationId) =>
        StartAfter is not null && migrationId is not null && string.CompareOrdinal(migrationId, StartAfter) <= 0;

    private static string? Read(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue("phased_migrations." + key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
