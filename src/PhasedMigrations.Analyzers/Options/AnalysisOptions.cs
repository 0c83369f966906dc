using System.Collections.Immutable;
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
    /// <summary>The oldest major version that the PostgreSQL project supports.</summary>
    public const int OldestPostgreSqlVersion = 14;

    /// <summary>The newest major version whose behaviour has been confirmed on a live server.</summary>
    public const int NewestPostgreSqlVersion = 18;

    /// <summary>Whether the runner of the scripts wraps each in a transaction; null where the user does not say.</summary>
    public bool? SqlTransaction { get; init; }

    /// <summary>The scripts that run together on an empty database; null where the user does not say.</summary>
    public BaselineChoice? Baseline { get; init; }

    /// <summary>The settings of single rules.</summary>
    public RuleSettings Rules { get; init; } = RuleSettings.None;

    public static AnalysisOptions From(AnalyzerConfigOptions options) => new(
        OptionDefinitions.PostgreSqlVersion.In(options),
        OptionDefinitions.StartAfter.In(options),
        OptionDefinitions.SmallTables.In(options),
        OptionDefinitions.AnalyzeDown.In(options),
        OptionDefinitions.Dialect.In(options))
    {
        SqlTransaction = OptionDefinitions.SqlTransaction.In(options),
        Baseline = OptionDefinitions.Baseline.In(options),
    };

    public bool IsSmall(TableName table) =>
        SmallTables.Contains(table.Name) || SmallTables.Contains(table.ToString());

    /// <summary>Migrations up to and including <see cref="StartAfter"/> have run already: what they do cannot be changed.</summary>
    public bool HasRunAlready(string? migrationId) =>
        StartAfter is not null && migrationId is not null && IsOfThatKind(migrationId, StartAfter)
        && (string.CompareOrdinal(migrationId, StartAfter) <= 0 || migrationId.StartsWith(StartAfter, StringComparison.Ordinal));

    /// <summary>The version of a script, such as V3 or 12, says nothing of ids that begin with a date.</summary>
    private static bool IsOfThatKind(string migrationId, string startAfter) =>
        migrationId.TakeWhile(char.IsDigit).Count() < 8 || startAfter.TakeWhile(char.IsDigit).Count() >= 4;
}
