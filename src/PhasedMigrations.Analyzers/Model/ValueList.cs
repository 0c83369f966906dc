using System.Collections;
using System.Runtime.CompilerServices;

namespace PhasedMigrations.Model;

/// <summary>A list that is its elements: two operations that list the same columns are the same operation.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    public static readonly ValueList<T> Empty = new([]);

    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Contains(T item) => Array.IndexOf(_items, item) >= 0;

    public bool Equals(ValueList<T>? other) => other is not null && (ReferenceEquals(this, other) || _items.SequenceEqual(other._items));

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() =>
        _items.Aggregate(_items.Length, (hash, item) => unchecked((hash * 31) + (item is null ? 0 : EqualityComparer<T>.Default.GetHashCode(item))));

    public override string ToString() => $"[{string.Join(", ", _items)}]";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.Length == 0 ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());

    public static ValueList<T> Of<T>(IEnumerable<T> items) => items as ValueList<T> ?? (items.ToArray() is { Length: > 0 } array ? new ValueList<T>(array) : ValueList<T>.Empty);
}
