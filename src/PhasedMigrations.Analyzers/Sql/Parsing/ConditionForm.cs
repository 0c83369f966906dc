namespace PhasedMigrations.Sql.Parsing;

/// <summary>What a condition says about the rows it lets through, as far as its form tells.</summary>
internal sealed record ConditionForm
{
    public IReadOnlyList<string> Keys { get; init; } = [];

    public IReadOnlyList<string> Joins { get; init; } = [];

    public IReadOnlyList<string> Ranges { get; init; } = [];

    public bool IsTautology { get; init; }

    /// <summary>FALSE, 1 = 0, a = NULL: no row is let through.</summary>
    public bool IsContradiction { get; init; }

    public ConditionForm And(ConditionForm other) => new()
    {
        Keys = Union(Keys, other.Keys),
        Joins = Union(Joins, other.Joins),
        Ranges = Union(Ranges, other.Ranges),
        IsTautology = IsTautology && other.IsTautology,
        IsContradiction = IsContradiction || other.IsContradiction,
    };

    public ConditionForm Or(ConditionForm other) => IsContradiction ? other : other.IsContradiction ? this : new()
    {
        Keys = Intersection(Keys, other.Keys),
        Joins = Intersection(Joins, other.Joins),
        Ranges = Intersection(Ranges, other.Ranges),
        IsTautology = IsTautology || other.IsTautology,
    };

    private static IReadOnlyList<string> Union(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count == 0 || right.Count == 0)
            return left.Count == 0 ? right : left;
        return [.. left.Union(right)];
    }

    private static IReadOnlyList<string> Intersection(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Count == 0 || right.Count == 0 ? [] : [.. left.Intersect(right)];
}
