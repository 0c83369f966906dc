using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.FluentMigrator.Chains;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>The chains that the code read so far has made, by the expressions and locals that stand for them.</summary>
internal sealed class ChainValues(FluentMigratorTypes types)
{
    private readonly Dictionary<SyntaxNode, Chain> _expressions = [];
    private readonly Dictionary<ISymbol, Chain> _locals = new(SymbolEqualityComparer.Default);

    public void Set(SyntaxNode expression, Chain? chain)
    {
        if (chain is null)
            _expressions.Remove(expression);
        else
            _expressions[expression] = chain;
    }

    public void Set(ILocalSymbol local, Chain? chain)
    {
        if (chain is null)
            _locals.Remove(local);
        else
            _locals[local] = chain;
    }

    /// <summary>Unknown for an expression that stands for no chain. A call or a root stands for one once it has been read.</summary>
    public Constant Of(IOperation operation) => ChainOf(operation) is { } chain ? Constant.Of(chain) : Constant.Unknown;

    private Chain? ChainOf(IOperation operation) => operation switch
    {
        IInvocationOperation or IPropertyReferenceOperation => _expressions.TryGetValue(operation.Syntax, out var chain) ? chain : null,
        ILocalReferenceOperation { Local: var local } => _locals.TryGetValue(local, out var chain) ? chain : null,
        IConditionalOperation { WhenTrue: var one, WhenFalse: { } other, Type: var type } when types.IsFluent(type) =>
            ChainOf(Unconverted(one)) ?? ChainOf(Unconverted(other)),
        _ => null,
    };

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }
}
