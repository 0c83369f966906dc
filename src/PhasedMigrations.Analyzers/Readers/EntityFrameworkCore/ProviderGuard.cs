using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>Conditions by which migration code asks for its database: <c>migrationBuilder.IsNpgsql()</c>, <c>ActiveProvider == "…"</c>.</summary>
internal static class ProviderGuard
{
    private const string NpgsqlProvider = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Null when the condition does not ask for the provider, or asks for more than that.</summary>
    public static bool? HoldsOnPostgreSql(IOperation condition, EntityFrameworkCoreTypes types) => condition switch
    {
        IParenthesizedOperation parenthesized => HoldsOnPostgreSql(parenthesized.Operand, types),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !HoldsOnPostgreSql(not.Operand, types),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and =>
            And(HoldsOnPostgreSql(and.LeftOperand, types), HoldsOnPostgreSql(and.RightOperand, types)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or =>
            !And(!HoldsOnPostgreSql(or.LeftOperand, types), !HoldsOnPostgreSql(or.RightOperand, types)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal => ComparedWithActiveProvider(equal),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } different => !ComparedWithActiveProvider(different),
        IInvocationOperation call => HoldsOnPostgreSql(call, types),
        _ => null,
    };

    private static bool? HoldsOnPostgreSql(IInvocationOperation call, EntityFrameworkCoreTypes types) =>
        call is { TargetMethod: { IsExtensionMethod: true } method, Arguments: [var builder, ..] }
        && types.IsMigrationBuilder(builder.Value.Type)
        && method.ReturnType.SpecialType == SpecialType.System_Boolean
        && method.Name.StartsWith("Is", StringComparison.Ordinal)
            ? method.Name == "IsNpgsql"
            : null;

    private static bool? ComparedWithActiveProvider(IBinaryOperation comparison)
    {
        var (left, right) = (comparison.LeftOperand, comparison.RightOperand);
        if (IsActiveProvider(right))
            (left, right) = (right, left);
        return IsActiveProvider(left) && right.ConstantValue is { HasValue: true, Value: string provider }
            ? provider == NpgsqlProvider
            : null;
    }

    private static bool IsActiveProvider(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property.Name: "ActiveProvider" };

    private static bool? And(bool? left, bool? right) => (left, right) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    };
}
