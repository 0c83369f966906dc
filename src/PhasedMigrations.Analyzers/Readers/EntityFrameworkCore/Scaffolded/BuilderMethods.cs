using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>The methods of one of EF Core's builders, by name, as the compilation refers to them.</summary>
internal sealed class BuilderMethods(INamedTypeSymbol builder)
{
    private readonly Dictionary<string, IMethodSymbol[]> _overloads = builder.GetMembers()
        .OfType<IMethodSymbol>()
        .Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public })
        .GroupBy(method => method.Name, StringComparer.Ordinal)
        .ToDictionary(overloads => overloads.Key, overloads => overloads.ToArray(), StringComparer.Ordinal);

    /// <summary>The overload that can be called with arguments of these names; null when there is none.</summary>
    /// <param name="isOnly">No other one can: <c>InsertData</c> takes values of several shapes under one name.</param>
    public IMethodSymbol? Find(string name, SeparatedSyntaxList<ArgumentSyntax> arguments, out bool isOnly)
    {
        IMethodSymbol? found = null;
        isOnly = true;
        foreach (var method in _overloads.TryGetValue(name, out var overloads) ? overloads : [])
        {
            if (!Takes(method, arguments))
                continue;
            isOnly = found is null;
            found = method;
        }

        return found;
    }

    private static bool Takes(IMethodSymbol method, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        if (arguments.Count > method.Parameters.Length)
            return false;

        var given = 0;
        foreach (var parameter in method.Parameters)
        {
            if (ArgumentOf(parameter, arguments) is not null)
                given++;
            else if (!parameter.IsOptional)
                return false;
        }

        return given == arguments.Count;
    }

    /// <summary>Null when the argument is left out.</summary>
    public static ArgumentSyntax? ArgumentOf(IParameterSymbol parameter, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        if (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal].NameColon is null)
            return arguments[parameter.Ordinal];

        foreach (var argument in arguments)
        {
            if (argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                return argument;
        }

        return null;
    }
}
