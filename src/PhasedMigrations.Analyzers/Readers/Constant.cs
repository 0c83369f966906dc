using System.Collections.Immutable;

namespace PhasedMigrations.Readers;

/// <summary>A value that the source fixes at compile time; <see cref="Unknown"/> when it does not.</summary>
internal readonly record struct Constant(bool IsKnown, object? Value)
{
    public static readonly Constant Unknown;

    public static Constant Of(object? value) => new(IsKnown: true, value);

    public string? AsText => IsKnown ? Value as string : null;

    public bool? AsBoolean => IsKnown ? Value as bool? : null;

    /// <summary>The elements, when the value is a collection or tuple whose length is known.</summary>
    public ImmutableArray<Constant>? AsArray => IsKnown ? Value as ImmutableArray<Constant>? : null;

    /// <summary>The members by name, when the value is an anonymous object, a record or a dictionary entry.</summary>
    public ImmutableDictionary<string, Constant>? AsObject => IsKnown ? Value as ImmutableDictionary<string, Constant> : null;

    /// <summary>The code, when the value is a lambda, a local function or a method.</summary>
    public Callable? AsCallable => IsKnown ? Value as Callable : null;
}
