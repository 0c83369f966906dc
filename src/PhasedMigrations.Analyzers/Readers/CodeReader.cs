using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <summary>
/// Follows the body of a migration's Up as PostgreSQL would run it: through loops over known values, through helper methods
/// that can reach the schema, past branches that belong to another database. A front end says which calls change the schema.
/// </summary>
internal abstract partial class CodeReader(ReadingSession session)
{
    /// <summary>Code nested deeper than this is machine-made; following it risks the stack.</summary>
    private const int MaximumDepth = 200;

    private int _depth;

    protected ReadingSession Session { get; } = session;

    /// <summary>How many branches surround the code being read of which it is not known whether they run.</summary>
    protected int Branching { get; private set; }

    protected Flow Visit(IOperation? operation, ConstantEvaluation evaluation)
    {
        if (operation is null || _depth >= MaximumDepth || !Session.Spend())
            return Flow.Next;

        _depth++;
        var flow = VisitStatement(operation, evaluation);
        _depth--;
        return flow;
    }

    protected virtual Flow VisitStatement(IOperation operation, ConstantEvaluation evaluation)
    {
        switch (operation)
        {
            case IMethodBodyBaseOperation or IBlockOperation or IUsingOperation or ILockOperation or ILabeledOperation:
                return VisitInOrder(operation.ChildOperations, evaluation);
            case IReturnOperation { Kind: not OperationKind.YieldReturn } or IThrowOperation { Syntax: ThrowStatementSyntax }:
                VisitInOrder(operation.ChildOperations, evaluation);
                return Flow.Leave;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return Flow.Continue;
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return Flow.Break;
            case IConditionalOperation conditional:
                return VisitConditional(conditional, evaluation);
            case ISwitchOperation choice:
                return VisitSwitch(choice, evaluation);
            case ITryOperation attempt:
                return VisitTry(attempt, evaluation);
            case IForEachLoopOperation loop:
                return VisitForEach(loop, evaluation);
            case IForLoopOperation loop:
                return VisitFor(loop, evaluation);
            case ILoopOperation loop:
                return AfterLoop(Visit(loop.Body, evaluation), isCertain: false);
            case ILocalFunctionOperation or IAnonymousFunctionOperation:
                return Flow.Next; // runs where it is called
            case IInvocationOperation invocation:
                VisitInvocation(invocation, evaluation);
                return Flow.Next;
            case IObjectCreationOperation creation:
                VisitCreation(creation, evaluation);
                return Flow.Next;
            default:
                foreach (var child in operation.ChildOperations)
                    Visit(child, evaluation);
                return Flow.Next;
        }
    }

    private Flow VisitInOrder(IOperation.OperationList statements, ConstantEvaluation evaluation)
    {
        foreach (var statement in statements)
        {
            var flow = Visit(statement, evaluation);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private Flow VisitConditional(IConditionalOperation conditional, ConstantEvaluation evaluation)
    {
        Visit(conditional.Condition, evaluation);
        switch (evaluation.Holds(conditional.Condition))
        {
            case true:
                return Visit(conditional.WhenTrue, evaluation);
            case false:
                return Visit(conditional.WhenFalse, evaluation);
            default:
                Branching++;
                var whenTrue = Visit(conditional.WhenTrue, evaluation);
                var whenFalse = Visit(conditional.WhenFalse, evaluation);
                Branching--;
                return whenTrue == whenFalse ? whenTrue : Flow.Next;
        }
    }

    private Flow VisitSwitch(ISwitchOperation choice, ConstantEvaluation evaluation)
    {
        Visit(choice.Value, evaluation);
        var value = evaluation.Evaluate(choice.Value);
        // The default label takes what no other label takes, wherever it stands.
        foreach (var section in choice.Cases.OrderBy(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation)))
        {
            var takes = section.Clauses.Select(clause => evaluation.Takes(clause, value)).ToArray();
            if (!value.IsKnown)
                takes = [null];
            if (takes.All(taken => taken == false))
                continue;

            var isCertain = takes.Contains(true);
            var flow = VisitSection(section, evaluation, isCertain);
            if (isCertain)
                return flow == Flow.Break ? Flow.Next : flow;
        }

        return Flow.Next;
    }

    private Flow VisitSection(ISwitchCaseOperation section, ConstantEvaluation evaluation, bool isCertain)
    {
        Branching += isCertain ? 0 : 1;
        var flow = Flow.Next;
        foreach (var statement in section.Body)
        {
            flow = Visit(statement, evaluation);
            if (flow != Flow.Next)
                break;
        }

        Branching -= isCertain ? 0 : 1;
        return flow;
    }

    private Flow VisitTry(ITryOperation attempt, ConstantEvaluation evaluation)
    {
        var flow = Visit(attempt.Body, evaluation);
        foreach (var handler in attempt.Catches)
            Visit(handler.Handler, evaluation);
        Visit(attempt.Finally, evaluation);
        return flow;
    }
}
