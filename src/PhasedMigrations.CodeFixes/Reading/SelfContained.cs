using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.CodeFixes.Reading;

internal static class SelfContained
{
    /// <summary>The call means the same in another class: it uses nothing of this one, and no local.</summary>
    public static bool Is(FlaggedCall flagged) => flagged.Call.Statement
        .DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(name => name != flagged.Call.Receiver && name.Parent is not NameColonSyntax)
        .Select(name => flagged.Model.GetSymbolInfo(name).Symbol)
        .All(symbol => symbol is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
            && !SymbolEqualityComparer.Default.Equals(symbol?.ContainingType, flagged.ClassSymbol));
}
