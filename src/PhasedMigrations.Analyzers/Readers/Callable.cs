using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers;

/// <summary>Code that is passed around before it runs, with the values it captured.</summary>
internal sealed record Callable(IOperation Body, ImmutableArray<IParameterSymbol> Parameters, ConstantEvaluation Captured)
{
    /// <summary>What the body sees when it is called with these values; a missing value is unknown.</summary>
    public ConstantEvaluation Bind(IReadOnlyList<Constant> arguments)
    {
        var bound = Captured;
        for (var i = 0; i < Parameters.Length; i++)
            bound = bound.With(Parameters[i], i < arguments.Count ? arguments[i] : Constant.Unknown);
        return bound;
    }
}
