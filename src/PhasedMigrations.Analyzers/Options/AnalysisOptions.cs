using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Model;

namespace PhasedMigrations.Options;

/// <summary>
/// The settings in force for one file, from .editorconfig or .globalconfig keys <c>phased_migrations.*</c>. A value that says
/// nothing counts as absent.
/// </summary>
internal sealed record AnalysisOptions(
    int PostgreSqlVersion,
    string? StartAfter,
    ImmutableHashSet<string> SmallTables,
    bool AnalyzeDown,
    Dialect? Dialect)
{
    /// <summary>Whether the runner of the scripts wraps each in a transaction; null where the user does not say.</summary>
    public bool? SqlTransaction { get; init; }

    /// <summary>The scripts that run together on an empty database; null where the user does not say.</summary>
    public BaselineChoice? Baseline { get; init; }

    /// <summary>The oldest major version that the PostgreSQL project supports.</summary>
    public const int OldestPostgreSqlVersion = 14;

    /// <summary>The newest major version whose behaviour has been confirmed on a live server.</summary>
    public const int NewestPostgreSqlVersion = 18;

    public static AnalysisOptions From(AnalyzerConfigOptions options) => new(
        VersionFrom(Read(options, "postgresql_version")),
        Read(options, "start_after"),
        Read(options, "small_tables") is { } tables
            ? tables.Split(',').Select(table => table.Trim()).Where(table => table.Length > 0).ToImmutableHashSet()
            : ImmutableHashSet<string>.Empty,
        Read(options, "analyze_down") is { } analyzeDown && bool.TryParse(analyzeDown, out var yes) && yes,
        DialectFrom(Read(options, "dialect")))
    {
        SqlTransaction = Read(options, "sql_transaction")?.ToLowerInvariant() switch { "file" => true, "none" => false, _ => null },
        Baseline = Read(options, "baseline") switch
        {
            null or "auto" => null,
            "none" => new BaselineChoice(Last: null),
            var last => new BaselineChoice(last),
        },
    };

    public bool IsSmall(TableName table) =>
        SmallTables.Contains(table.Name) || SmallTables.Contains(table.ToString());

    /// <summary>Migrations up to and including <see cref="StartAfter"/> have run already: what they do cannot be changed.</summary>
    public bool HasRunAlready(string? migrationId) =>
        StartAfter is not null && migrationId is not null
        && (string.CompareOrdinal(migrationId, StartAfter) <= 0 || migrationId.StartsWith(StartAfter, StringComparison.Ordinal));

    private static int VersionFrom(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
        && major is >= OldestPostgreSqlVersion and <= NewestPostgreSqlVersion
            ? major
            : OldestPostgreSqlVersion;

    /// <summary>Null leaves it to the evidence in the source.</summary>
    private static Dialect? DialectFrom(string? value) => value?.ToLowerInvariant() switch
    {
        "postgresql" => Model.Dialect.PostgreSql,
        "mysql" => Model.Dialect.MySql,
        "sqlite" => Model.Dialect.Sqlite,
        "sqlserver" => Model.Dialect.SqlServer,
        "oracle" => Model.Dialect.Oracle,
        _ => null,
    };

    private static string? Read(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue("phased_migrations." + key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
