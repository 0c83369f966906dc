using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>The EF Core types a compilation refers to, resolved once.</summary>
internal sealed record EntityFrameworkCoreTypes(
    INamedTypeSymbol Migration,
    INamedTypeSymbol MigrationBuilder,
    INamedTypeSymbol? OperationBuilder,
    INamedTypeSymbol? PhasedMigrationBuilder)
{
    public const string MigrationName = "Microsoft.EntityFrameworkCore.Migrations.Migration";
    public const string MigrationBuilderName = "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder";
    public const string OperationBuilderName = "Microsoft.EntityFrameworkCore.Migrations.Operations.Builders.OperationBuilder`1";

    public const string PhasedMigrationBuilderName = "PhasedMigrations.PhasedMigrationBuilder";

    public static EntityFrameworkCoreTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(MigrationName) is { } migration
        && compilation.GetTypeByMetadataName(MigrationBuilderName) is { } builder
            ? new(
                migration,
                builder,
                compilation.GetTypeByMetadataName(OperationBuilderName),
                compilation.GetTypeByMetadataName(PhasedMigrationBuilderName))
            : null;

    public bool IsMigration(INamedTypeSymbol type) => IsOrDerivesFrom(type.BaseType, Migration);

    public bool IsMigrationBuilder(ITypeSymbol? type) => IsOrDerivesFrom(type, MigrationBuilder);

    public bool IsMigrationOrBuilder(ITypeSymbol? type) => IsOrDerivesFrom(type, Migration) || IsMigrationBuilder(type);

    /// <summary>What a MigrationBuilder method returns to chain annotations to.</summary>
    public bool IsOperationBuilder(ITypeSymbol? type) => OperationBuilder is not null && IsOrDerivesFrom(type, OperationBuilder);

    /// <summary>The builder that the code inside <c>migrationBuilder.Phased(…)</c> calls; never in a project without the runtime.</summary>
    public bool IsPhasedMigrationBuilder(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, PhasedMigrationBuilder);

    /// <summary>The receiver carries the builder of the migration: it was constructed with one.</summary>
    public bool HoldsMigrationBuilder(INamedTypeSymbol type) =>
        !type.DeclaringSyntaxReferences.IsEmpty
        && type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => IsMigrationBuilder(parameter.Type)));

    private static bool IsOrDerivesFrom(ITypeSymbol? type, INamedTypeSymbol ancestor)
    {
        if (type is ITypeParameterSymbol { ConstraintTypes: [var constraint, ..] })
            type = constraint;
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, ancestor))
                return true;
        }

        return false;
    }
}
