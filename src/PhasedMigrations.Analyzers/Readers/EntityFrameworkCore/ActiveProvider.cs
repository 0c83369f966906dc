using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>
/// What migration code learns when it asks for its database on PostgreSQL: <c>migrationBuilder.IsNpgsql()</c>,
/// <c>ActiveProvider</c>. Conditions, switches and early returns built on it follow by evaluation.
/// </summary>
internal static class ActiveProvider
{
    private const string Npgsql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>The answer, or unknown when the expression asks something else.</summary>
    public static Constant Answer(IOperation operation, EntityFrameworkCoreTypes types) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "ActiveProvider" } property } when types.IsMigrationOrBuilder(property.ContainingType) =>
            Constant.Of(Npgsql),
        IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method, Arguments: [var builder] }
            when method.ReturnType.SpecialType == SpecialType.System_Boolean
                && types.IsMigrationBuilder(builder.Value.Type)
                && IsProviderQuestion(method) => Constant.Of(method.Name == "IsNpgsql"),
        _ => Constant.Unknown,
    };

    /// <summary>Each provider package has its own; a method of the compilation may ask anything, and is read instead.</summary>
    private static bool IsProviderQuestion(IMethodSymbol method) =>
        method.Name.StartsWith("Is", StringComparison.Ordinal) && method.DeclaringSyntaxReferences.IsEmpty;
}
