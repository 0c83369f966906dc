using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Options;

/// <summary>One key of .editorconfig or .globalconfig, with what a user has to know of it.</summary>
/// <param name="name">Without the prefix that all keys have.</param>
/// <param name="accepts">The values, in words.</param>
/// <param name="whenUnset">What counts where the key is not set, or set to something else.</param>
/// <param name="effect">In a sentence.</param>
internal abstract class OptionDefinition(string name, string accepts, string whenUnset, string effect)
{
    public string Name { get; } = name;

    public string Key { get; } = OptionKeys.Prefix + name;

    public string Accepts { get; } = accepts;

    public string WhenUnset { get; } = whenUnset;

    public string Effect { get; } = effect;

    public abstract bool IsValid(string value);

    /// <summary>Null where the key is not set, or set to nothing.</summary>
    protected string? Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

/// <inheritdoc />
/// <param name="fallback">The value that counts where the key says nothing valid.</param>
/// <param name="parse">Null for a text that says nothing valid.</param>
[SuppressMessage("StyleCop", "SA1402", Justification = "One concept: a definition and its type.")]
internal sealed class OptionDefinition<T>(
    string name, string accepts, string whenUnset, string effect, T fallback, Func<string, OptionDefinition<T>.Parsed?> parse)
    : OptionDefinition(name, accepts, whenUnset, effect)
{
    public override bool IsValid(string value) => parse(value) is not null;

    public T In(AnalyzerConfigOptions options) => Read(options) is { } text && parse(text) is { } parsed ? parsed.Value : fallback;

    /// <summary>A valid value, which may itself be null.</summary>
    internal readonly record struct Parsed(T Value);
}
