using System.Collections.Immutable;

namespace PhasedMigrations.History;

/// <summary>What was looked up by its name.</summary>
/// <param name="Exists">No only where everything of its kind is known.</param>
/// <param name="Value">There when it exists.</param>
internal readonly record struct Found<T>(Answer Exists, T? Value)
    where T : class
{
    public static Found<T> Unknown => default;

    public static Found<T> Of(T value) => new(Answer.Yes, value);

    public static Found<T> Absent => new(Answer.No, null);
}

/// <summary>Everything of a kind that history knows.</summary>
/// <param name="IsComplete">There is no other; otherwise there may be more.</param>
internal readonly record struct FoundAll<T>(ImmutableArray<T> Items, bool IsComplete);
