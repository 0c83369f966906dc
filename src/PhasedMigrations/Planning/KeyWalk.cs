using System.Globalization;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>Along a key, once or several times: each row is found by what it is, wherever the application has moved it.</summary>
internal abstract record KeyWalk(string Reason) : ChunkStrategy(Reason)
{
    /// <summary>One after the other; every row of the table belongs to exactly one.</summary>
    public abstract IReadOnlyList<WalkPass> Passes { get; }

    public override string SampleCondition => Passes[0].SampleCondition;

    protected static string Names(KeyRange range) => string.Join(", ", range.Columns.Select(column => column.Name));
}

/// <param name="Range">The key.</param>
/// <param name="Filter">Which rows; null means all.</param>
internal sealed record WalkPass(KeyRange Range, string? Filter)
{
    /// <summary>The condition of its rows in the range <c>low &lt; key &lt;= high</c>; null means no lower bound.</summary>
    public string Between(string[]? low, string[] high) => Filtered(Range.Between(low, high));

    /// <summary>The same with parameters for both bounds.</summary>
    public string SampleCondition => Filtered(Range.SampleCondition);

    private string Filtered(string condition) => Filter is null ? condition : $"{Filter} AND {condition}";
}

internal sealed record KeyRanges(KeyRange Range, string Reason) : KeyWalk(Reason)
{
    public const string StoredName = "keys";

    public override string Name => StoredName;

    public override IReadOnlyList<WalkPass> Passes => [new(Range, Filter: null)];

    public override string Explanation => $"ranges of the key ({Names(Range)}): {Reason}";
}

/// <summary>One pass for each remainder of the key.</summary>
internal sealed record ModuloRanges(KeyRange Range, int Modulus, string Reason) : KeyWalk(Reason)
{
    public const string StoredName = "modulo";

    /// <exception cref="UnsupportedTableException">The key is not one integer.</exception>
    public static ModuloRanges Of(TableFacts table, int modulus, string reason) =>
        KeyRange.Of(table) is { Columns: [{ BaseType: "int2" or "int4" or "int8" }] } range
            ? new(range, modulus, reason)
            : throw new UnsupportedTableException(
                $"The table {table.DisplayName} cannot be cut by the remainder of its key: that takes a key of one integer column. Leave the choice to the engine, or ask for KeyRanges.");

    public override string Name => StoredName;

    // The remainder has the sign of the key.
    public override IReadOnlyList<WalkPass> Passes { get; } =
    [
        .. Enumerable.Range(0, Modulus).Select(remainder => new WalkPass(
            Range, string.Create(CultureInfo.InvariantCulture, $"abs({Range.ColumnList} % {Modulus}) = {remainder}"))),
    ];

    public override string Explanation => string.Create(
        CultureInfo.InvariantCulture, $"{Modulus} passes along the key ({Names(Range)}), one for each remainder of its division by {Modulus}, in ranges: {Reason}");
}

/// <summary>Along a time and then the key, so that a moment with many rows is cut as well; rows without a time come last, along the key.</summary>
internal sealed record TimeRanges(KeyRange Range, KeyRange Key, bool HasNulls, string Reason) : KeyWalk(Reason)
{
    public const string StoredName = "time";

    /// <exception cref="UnknownObjectException">The table has no such column.</exception>
    /// <exception cref="UnsupportedTableException">The column holds no time, no index begins with it, or the table has no key.</exception>
    public static TimeRanges Of(TableFacts table, string columnName, string reason)
    {
        var column = table.Column(columnName);
        if (BaseType(column.Type) is not { } baseType)
            throw new UnsupportedTableException(
                $"The column {table.DisplayName}.{columnName} is of type {column.Type}; time ranges need a date, timestamp or timestamptz.");
        if (!table.LeadingColumns.Contains(columnName))
            throw new UnsupportedTableException(
                $"No index of {table.DisplayName} begins with {columnName}, so that each time range would read the whole table. Build one (CreateIndex), then run again.");
        var key = KeyRange.Of(table);
        var range = new KeyRange([new(columnName, column.Type, baseType), .. key.Columns.Where(part => part.Name != columnName)]);
        return new(range, key, HasNulls: !column.IsNotNull, reason);
    }

    public override string Name => StoredName;

    public override IReadOnlyList<WalkPass> Passes =>
    [
        new(Range, Filter: null),
        .. HasNulls ? [new WalkPass(Key, $"{Quote.Identifier(Range.Columns[0].Name)} IS NULL")] : Array.Empty<WalkPass>(),
    ];

    public override string Explanation =>
        $"ranges of time ({Names(Range)}), as wide as a batch is{(HasNulls ? ", and then the rows without a time" : "")}: {Reason}";

    private static string? BaseType(string type) => type switch
    {
        "date" => "date",
        _ when !type.StartsWith("timestamp", StringComparison.Ordinal) || type.EndsWith(']') => null,
        _ => type.EndsWith("with time zone", StringComparison.Ordinal) ? "timestamptz" : "timestamp",
    };
}
