using System.Collections.Concurrent;
using PhasedMigrations.Transforms;

namespace PhasedMigrations;

/// <summary>The transforms that this process can execute, by name. Safe to share between runners.</summary>
public sealed class BackfillTransforms
{
    private readonly ConcurrentDictionary<string, RegisteredTransform> _byName = new(StringComparer.Ordinal);

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Registers a transform.</summary>
    /// <param name="name">The name that migrations call it by; case matters.</param>
    /// <param name="transform">One instance for all workers.</param>
    /// <returns>The same registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public BackfillTransforms Add<TRow, TValue>(string name, IBackfillTransform<TRow, TValue> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Add<TRow, TValue>(name, transform.TransformAsync);
    }

    /// <summary>Registers a transform that computes without waiting.</summary>
    /// <inheritdoc cref="Add{TRow, TValue}(string, IBackfillTransform{TRow, TValue})"/>
    public BackfillTransforms Add<TRow, TValue>(string name, Func<TRow, TValue> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Add<TRow, TValue>(name, (row, _) => new(transform(row)));
    }

    internal RegisteredTransform? Find(string name) => _byName.GetValueOrDefault(name);

    private BackfillTransforms Add<TRow, TValue>(string name, Func<TRow, CancellationToken, ValueTask<TValue>> transform)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_byName.TryAdd(name, new RegisteredTransform<TRow, TValue>(name, transform)))
            throw new ArgumentException($"A transform named {name} is registered already.", nameof(name));
        return this;
    }
}
