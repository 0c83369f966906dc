using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Loops over values that the source fixes are run; any other loop is read once, with its variable unknown.</content>
internal abstract partial class CodeReader
{
    private const int MaximumIterations = 256;

    private Flow VisitForEach(IForEachLoopOperation loop, ConstantEvaluation evaluation)
    {
        Visit(loop.Collection, evaluation);
        if (evaluation.Evaluate(loop.Collection).AsArray is not { Length: <= MaximumIterations } values)
            return AfterLoop(Visit(loop.Body, evaluation), isCertain: false);

        foreach (var value in values)
        {
            var flow = Visit(loop.Body, Assign(loop.LoopControlVariable, value, evaluation));
            if (flow is Flow.Break or Flow.Leave)
                return AfterLoop(flow, isCertain: true);
        }

        return Flow.Next;
    }

    /// <summary>Gives a loop variable, or each variable of a deconstruction, its value.</summary>
    private static ConstantEvaluation Assign(IOperation target, Constant value, ConstantEvaluation evaluation)
    {
        switch (target)
        {
            case IVariableDeclaratorOperation declarator:
                return evaluation.With(declarator.Symbol, value);
            case ILocalReferenceOperation local:
                return evaluation.With(local.Local, value);
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value, evaluation);
            case ITupleOperation tuple:
                for (var i = 0; i < tuple.Elements.Length; i++)
                    evaluation = Assign(tuple.Elements[i], Part(value, i), evaluation);
                return evaluation;
            default:
                return evaluation;
        }
    }

    private static Constant Part(Constant value, int index) => value switch
    {
        { AsArray: { } elements } when index < elements.Length => elements[index],
        { AsObject: { } entry } when entry.TryGetValue(index == 0 ? "Key" : "Value", out var member) => member,
        _ => Constant.Unknown,
    };

    private Flow VisitFor(IForLoopOperation loop, ConstantEvaluation evaluation)
    {
        foreach (var start in loop.Before)
            Visit(start, evaluation);
        if (Counter.Of(loop, evaluation) is not { } counter)
            return AfterLoop(Visit(loop.Body, evaluation), isCertain: false);

        var turn = evaluation.With(counter.Variable, Constant.Of(counter.Start));
        var value = counter.Start;
        for (var i = 0; i < MaximumIterations && turn.Holds(loop.Condition) == true; i++)
        {
            var flow = Visit(loop.Body, turn);
            if (flow is Flow.Break or Flow.Leave)
                return AfterLoop(flow, isCertain: true);
            value = unchecked(value + counter.Step);
            turn = evaluation.With(counter.Variable, Constant.Of(value));
        }

        return Flow.Next;
    }

    private static Flow AfterLoop(Flow lastTurn, bool isCertain) => isCertain && lastTurn == Flow.Leave ? Flow.Leave : Flow.Next;

    /// <summary><c>for (var i = start; …; i += step)</c> with values that the source fixes.</summary>
    private readonly record struct Counter(ILocalSymbol Variable, int Start, int Step)
    {
        public static Counter? Of(IForLoopOperation loop, ConstantEvaluation evaluation)
        {
            if (loop.Locals is not [var variable]
                || loop.Before is not [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] }]
                || evaluation.Evaluate(declarator.GetVariableInitializer()?.Value).Value is not int start
                || loop.AtLoopBottom is not [IExpressionStatementOperation { Operation: var change }]
                || StepOf(change, evaluation) is not { } step
                || evaluation.With(variable, Constant.Of(start)).Holds(loop.Condition) is null)
                return null;
            return new Counter(variable, start, step);
        }

        private static int? StepOf(IOperation change, ConstantEvaluation evaluation) => change switch
        {
            IIncrementOrDecrementOperation { Kind: OperationKind.Increment } => 1,
            IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } => -1,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } add when evaluation.Evaluate(add.Value).Value is int step =>
                step,
            _ => null,
        };
    }
}
