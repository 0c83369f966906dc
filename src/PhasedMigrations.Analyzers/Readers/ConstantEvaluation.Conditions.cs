using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Conditions in three-valued logic: true, false, unknown.</content>
internal sealed partial class ConstantEvaluation
{
    /// <summary>True or false when the condition certainly holds or certainly does not, otherwise null.</summary>
    public bool? Holds(IOperation? condition) => Evaluate(condition).AsBoolean;

    /// <summary>Whether a case label of a switch statement takes the value; null when that is not known.</summary>
    public bool? Takes(ICaseClauseOperation clause, Constant value) => clause switch
    {
        IDefaultCaseClauseOperation => true,
        ISingleValueCaseClauseOperation single => AreEqual(value, Evaluate(single.Value)),
        IPatternCaseClauseOperation pattern => And(
            Matches(pattern.Pattern, value, depth: 0), pattern.Guard is null ? true : Holds(pattern.Guard)),
        _ => null,
    };

    private static Constant OfCondition(bool? value) => value is { } known ? Constant.Of(known) : Constant.Unknown;

    private Constant EvaluateCondition(IBinaryOperation binary, int depth)
    {
        var left = Evaluate(binary.LeftOperand, depth + 1);
        var right = Evaluate(binary.RightOperand, depth + 1);
        return OfCondition(binary.OperatorKind switch
        {
            BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And => And(left.AsBoolean, right.AsBoolean),
            BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or => !And(!left.AsBoolean, !right.AsBoolean),
            BinaryOperatorKind.Equals => AreEqual(left, right),
            BinaryOperatorKind.NotEquals => !AreEqual(left, right),
            BinaryOperatorKind.LessThan => left.Value is int a && right.Value is int b ? a < b : null,
            BinaryOperatorKind.LessThanOrEqual => left.Value is int a && right.Value is int b ? a <= b : null,
            BinaryOperatorKind.GreaterThan => left.Value is int a && right.Value is int b ? a > b : null,
            BinaryOperatorKind.GreaterThanOrEqual => left.Value is int a && right.Value is int b ? a >= b : null,
            _ => null,
        });
    }

    private Constant EvaluateUnary(IUnaryOperation unary, int depth) => unary.OperatorKind == UnaryOperatorKind.Not
        ? OfCondition(!Evaluate(unary.Operand, depth + 1).AsBoolean)
        : Constant.Unknown;

    private Constant EvaluateChoice(IConditionalOperation choice, int depth) =>
        Evaluate(choice.Condition, depth + 1).AsBoolean switch
        {
            true => Evaluate(choice.WhenTrue, depth + 1),
            false => Evaluate(choice.WhenFalse, depth + 1),
            null => Constant.Unknown,
        };

    private Constant EvaluateCoalesce(ICoalesceOperation coalesce, int depth)
    {
        var value = Evaluate(coalesce.Value, depth + 1);
        return value is { IsKnown: true, Value: null } ? Evaluate(coalesce.WhenNull, depth + 1) : value;
    }

    private Constant EvaluateSwitch(ISwitchExpressionOperation choice, int depth)
    {
        var value = Evaluate(choice.Value, depth + 1);
        foreach (var arm in choice.Arms)
        {
            var takes = Matches(arm.Pattern, value, depth);
            if (takes != false && arm.Guard is not null)
                takes = And(takes, Evaluate(arm.Guard, depth + 1).AsBoolean);
            if (takes == true)
                return Evaluate(arm.Value, depth + 1);
            if (takes is null)
                break;
        }

        return Constant.Unknown;
    }

    private bool? Matches(IPatternOperation? pattern, Constant value, int depth) => pattern switch
    {
        _ when depth > MaximumDepth => null,
        IDiscardPatternOperation => true,
        IConstantPatternOperation constant => AreEqual(value, Evaluate(constant.Value, depth + 1)),
        INegatedPatternOperation negated => !Matches(negated.Pattern, value, depth + 1),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or =>
            !And(!Matches(or.LeftPattern, value, depth + 1), !Matches(or.RightPattern, value, depth + 1)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and =>
            And(Matches(and.LeftPattern, value, depth + 1), Matches(and.RightPattern, value, depth + 1)),
        _ => null,
    };

    private static bool? AreEqual(Constant left, Constant right) =>
        IsScalar(left) && IsScalar(right) ? Equals(left.Value, right.Value) : null;

    private static bool IsScalar(Constant value) =>
        value.IsKnown && value.Value is not (ImmutableArray<Constant> or ImmutableDictionary<string, Constant> or Callable);

    private static bool? And(bool? left, bool? right) => (left, right) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    };
}
