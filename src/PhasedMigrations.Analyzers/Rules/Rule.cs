using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules;

/// <summary>One check. It sees operations, history and impact; it never sees syntax.</summary>
internal abstract class Rule
{
    public abstract DiagnosticDescriptor Descriptor { get; }

    public abstract void Check(Operation operation, RuleContext context);
}

/// <summary>A check of one kind of operation.</summary>
internal abstract class Rule<TOperation> : Rule
    where TOperation : Operation
{
    public sealed override void Check(Operation operation, RuleContext context)
    {
        if (operation is TOperation candidate)
            Check(candidate, context);
    }

    protected abstract void Check(TOperation operation, RuleContext context);
}
