using Microsoft.CodeAnalysis;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>The default that EF Core's scaffolder gives a new required column, as an argument of AddColumn and as SQL.</summary>
/// <param name="SystemType">A type of the namespace System that <paramref name="Source"/> names.</param>
internal sealed record ClrDefault(string Parameter, string Source, string Sql, string? SystemType = null)
{
    /// <summary>Null when neither the CLR type nor the store type has a known neutral value.</summary>
    public static ClrDefault? Of(BuilderCall call)
    {
        var storeType = call.Text("type");
        if (call.IsGiven("type") && storeType is null)
            return null;
        var bySql = storeType is null ? null : StoreTypeDefaults.Of(storeType);
        return Unwrapped(call.TypeArgument) switch
        {
            null or { SpecialType: SpecialType.System_Char } => null, // PostgreSQL has no character 0
            { SpecialType: SpecialType.System_String } when storeType is null || StoreTypeDefaults.IsText(storeType) => Value("\"\"", "''"),
            { SpecialType: SpecialType.System_Boolean } => Value("false", "false"),
            { SpecialType: SpecialType.System_Int32 } => Value("0", "0"),
            { SpecialType: SpecialType.System_Int64 } => Value("0L", "0"),
            { SpecialType: SpecialType.System_Int16 } => Value("(short)0", "0"),
            { SpecialType: SpecialType.System_Decimal } => Value("0m", "0"),
            { SpecialType: SpecialType.System_Double } => Value("0.0", "0"),
            { SpecialType: SpecialType.System_Single } => Value("0f", "0"),
            { ContainingNamespace.Name: "System", Name: var name } when bySql is not null && OfSystemType(name) is { } source =>
                Value(source, bySql) with { SystemType = name },
            IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } when bySql is not null => Value("new byte[0]", bySql),
            _ when bySql is not null => new ClrDefault("defaultValueSql", CSharpText.Literal(bySql), bySql),
            _ => null,
        };
    }

    private static ClrDefault Value(string source, string sql) => new("defaultValue", source, sql);

    private static string? OfSystemType(string name) => name switch
    {
        "Guid" => "new Guid(\"00000000-0000-0000-0000-000000000000\")",
        "DateTime" => "new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified)",
        "DateTimeOffset" =>
            "new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0))",
        "DateOnly" => "new DateOnly(1, 1, 1)",
        "TimeOnly" => "new TimeOnly(0, 0, 0)",
        "TimeSpan" => "new TimeSpan(0, 0, 0, 0, 0)",
        _ => null,
    };

    private static ITypeSymbol? Unwrapped(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : type;
}
