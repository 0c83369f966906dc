using System.Collections.Immutable;
using System.Globalization;
using PhasedMigrations.Model;

namespace PhasedMigrations.Options;

/// <summary>Every key there is. <c>docs/configuration.md</c> shows them as a table that a test holds.</summary>
internal static class OptionDefinitions
{
    public static readonly OptionDefinition<Dialect?> Dialect = new(
        "dialect",
        "`auto`, `postgresql`, `mysql`, `sqlite`, `sqlserver` or `oracle`",
        "`auto`: the evidence in the source decides",
        "The database that the migrations are for. Those of another than PostgreSQL are not analysed.",
        fallback: null,
        text => Choice<Dialect?>(text,
            ("auto", null), ("postgresql", Model.Dialect.PostgreSql), ("mysql", Model.Dialect.MySql), ("sqlite", Model.Dialect.Sqlite),
            ("sqlserver", Model.Dialect.SqlServer), ("oracle", Model.Dialect.Oracle)));

    public static readonly OptionDefinition<int> PostgreSqlVersion = new(
        "postgresql_version",
        "a major version from 14 to 18",
        "`14`",
        "The oldest server that the migrations run on.",
        AnalysisOptions.OldestPostgreSqlVersion,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && major is >= AnalysisOptions.OldestPostgreSqlVersion and <= AnalysisOptions.NewestPostgreSqlVersion
                ? new(major)
                : null);

    public static readonly OptionDefinition<string?> StartAfter = Text(
        OptionKeys.StartAfter,
        "the id of an EF Core migration, a version of FluentMigrator's, the version or name of a script",
        "every migration is analysed",
        "The last migration that has run everywhere: it and those before it are not reported.");

    public static readonly OptionDefinition<ImmutableHashSet<string>> SmallTables = new(
        "small_tables",
        "tables by name or `schema.name`, parted by commas",
        "none",
        "Tables too small for anybody to wait: no rule reports them.",
        ImmutableHashSet<string>.Empty,
        text => new(text.Split(',').Select(table => table.Trim()).Where(table => table.Length > 0).ToImmutableHashSet()));

    public static readonly OptionDefinition<bool> AnalyzeDown = new(
        "analyze_down",
        "`true` or `false`",
        "`false`",
        "Whether to report what `Down` does, and scripts that take others back.",
        fallback: false,
        text => Choice(text, ("true", true), ("false", false)));

    public static readonly OptionDefinition<bool?> SqlTransaction = new(
        "sql_transaction",
        "`none` or `file`",
        "what the runner's own marks say (DbUp, Evolve, goose, dbmate, sql-migrate), otherwise `none`",
        "Whether the runner of the scripts wraps each in a transaction; `BEGIN` in a script counts in any case.",
        fallback: null,
        text => Choice<bool?>(text, ("none", false), ("file", true)));

    public static readonly OptionDefinition<BaselineChoice?> Baseline = new(
        "baseline",
        "`auto`, `none`, or the version or name of a script",
        "`auto`: see below",
        "The last of the scripts that run together on an empty database, where nothing can be blocked.",
        fallback: null,
        text => text.ToLowerInvariant() switch
        {
            "auto" => new(null),
            "none" => new(new BaselineChoice(Last: null)),
            _ => new(new BaselineChoice(text)),
        });

    public static readonly OptionDefinition<bool> TimeZone = new(
        "time_zone",
        "`utc` or `unknown`",
        "`unknown`",
        "`utc` when every session that migrates runs in UTC, where `timestamp` becomes `timestamptz` without a rewrite.",
        fallback: false,
        text => Choice(text, ("utc", true), ("unknown", false)));

    public static readonly IReadOnlyList<OptionDefinition> All =
        [Dialect, PostgreSqlVersion, StartAfter, SmallTables, AnalyzeDown, SqlTransaction, Baseline, TimeZone];

    /// <summary>Keys that each rule has, named <c>PHM….name</c>.</summary>
    public static readonly IReadOnlyList<OptionDefinition> OfEachRule =
    [
        Text(
            OptionKeys.StartAfter,
            "as `start_after`",
            "as `start_after`",
            "`start_after` for one rule: for one that was turned on later."),
        new OptionDefinition<string?>(
            OptionKeys.Severity,
            "`error`, `warning`, `suggestion`, `silent`, `none` or `default`",
            "the rule's own, or what `.globalconfig` says",
            "The severity of the rule in `.sql` files, which `dotnet_diagnostic.PHM….severity` in `.editorconfig` does not reach.",
            fallback: null,
            text => SeverityText.Parse(text) is null ? null : new(text)),
    ];

    private static OptionDefinition<string?> Text(string name, string accepts, string whenUnset, string effect) =>
        new(name, accepts, whenUnset, effect, fallback: null, text => new(text));

    private static OptionDefinition<T>.Parsed? Choice<T>(string text, params (string Word, T Value)[] choices)
    {
        foreach (var (word, value) in choices)
        {
            if (string.Equals(text, word, StringComparison.OrdinalIgnoreCase))
                return new(value);
        }

        return null;
    }
}
