using System.Collections.Immutable;
using PhasedMigrations.Readers.SqlTexts;

namespace PhasedMigrations.Readers;

/// <summary>A value that the source fixes at compile time; <see cref="Unknown"/> when it does not.</summary>
internal sealed record Constant(bool IsKnown, object? Value)
{
    public static readonly Constant Unknown = new(IsKnown: false, Value: null);

    public static Constant Of(object? value) => new(IsKnown: true, value);

    /// <summary>How the source writes it, when it is a text: also a text of which only parts are known.</summary>
    public WrittenText? Written { get; init; }

    public string? AsText => IsKnown ? Value as string : null;

    public bool? AsBoolean => IsKnown ? Value as bool? : null;

    /// <summary>The elements, when the value is a collection or tuple whose length is known.</summary>
    public ImmutableArray<Constant>? AsArray => IsKnown ? Value as ImmutableArray<Constant>? : null;

    /// <summary>The members by name, when the value is an anonymous object, a record or a dictionary entry.</summary>
    public ImmutableDictionary<string, Constant>? AsObject => IsKnown ? Value as ImmutableDictionary<string, Constant> : null;

    /// <summary>The code, when the value is a lambda, a local function or a method.</summary>
    public Callable? AsCallable => IsKnown ? Value as Callable : null;

    /// <summary>A value is the same however it is written.</summary>
    public bool Equals(Constant? other) => IsKnown == other?.IsKnown && Equals(Value, other.Value);

    public override int GetHashCode() => Value?.GetHashCode() ?? 0;
}
