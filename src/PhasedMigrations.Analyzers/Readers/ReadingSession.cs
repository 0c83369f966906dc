using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers;

/// <summary>
/// What reading one migration may use and may spend. The budget makes reading end on any input: doubling initializers and
/// helpers that call each other would otherwise run for ever.
/// </summary>
/// <param name="bind">Binds a declaration of the compilation in whatever file it stands; null for one that is not read.</param>
/// <param name="wellKnown">Values that the front end knows, such as the database provider; unknown for everything else.</param>
/// <param name="instanceType">The class that runs, so that a call of a virtual member reaches its override.</param>
internal sealed class ReadingSession(
    Func<SyntaxNode, IOperation?> bind,
    Func<IOperation, Constant> wellKnown,
    INamedTypeSymbol? instanceType,
    CancellationToken cancellationToken)
{
    private const int MaximumSteps = 200_000;

    private int _steps;

    /// <summary>Reads one file and knows nothing else.</summary>
    public static ReadingSession OfOneFile() => new(_ => null, _ => Constant.Unknown, instanceType: null, CancellationToken.None);

    /// <summary>False when the budget is used up: what is left stays unread.</summary>
    public bool Spend()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ++_steps <= MaximumSteps;
    }

    public Constant WellKnown(IOperation operation) => wellKnown(operation);

    /// <summary>Binds a declaration, with the model of the code that refers to it where both stand in one file.</summary>
    public IOperation? Bind(SyntaxNode declaration, SemanticModel? referrer) =>
        referrer is not null && referrer.SyntaxTree == declaration.SyntaxTree
            ? referrer.GetOperation(declaration, cancellationToken)
            : bind(declaration);

    /// <summary>The body of a method that the compilation declares.</summary>
    public IOperation? BodyOf(IMethodSymbol method, SemanticModel? referrer)
    {
        var definition = method.OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        return definition.DeclaringSyntaxReferences is [var declaration]
            ? Bind(declaration.GetSyntax(cancellationToken), referrer) switch
            {
                Microsoft.CodeAnalysis.Operations.ILocalFunctionOperation function => function.Body,
                var body => body,
            }
            : null;
    }

    /// <summary>The override that runs when code of the migration itself calls a virtual member.</summary>
    public TSymbol Overriding<TSymbol>(TSymbol member)
        where TSymbol : class, ISymbol
    {
        if (!(member.IsVirtual || member.IsAbstract || member.IsOverride))
            return member;

        for (var type = instanceType; type is not null; type = type.BaseType)
        {
            foreach (var candidate in type.GetMembers(member.Name))
            {
                if (candidate is TSymbol found && (IsSame(found, member) || Overrides(found, member)))
                    return found;
            }
        }

        return member;
    }

    private static bool Overrides(ISymbol candidate, ISymbol member)
    {
        for (var overridden = Overridden(candidate); overridden is not null; overridden = Overridden(overridden))
        {
            if (IsSame(overridden, member))
                return true;
        }

        return false;
    }

    private static bool IsSame(ISymbol left, ISymbol right) =>
        SymbolEqualityComparer.Default.Equals(left.OriginalDefinition, right.OriginalDefinition);

    private static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
