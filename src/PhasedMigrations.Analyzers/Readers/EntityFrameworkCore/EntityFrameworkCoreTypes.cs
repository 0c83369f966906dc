using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>The EF Core types a compilation refers to, resolved once.</summary>
internal sealed record EntityFrameworkCoreTypes(
    INamedTypeSymbol Migration,
    INamedTypeSymbol MigrationBuilder,
    INamedTypeSymbol? MigrationAttribute)
{
    public static EntityFrameworkCoreTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Migrations.Migration") is { } migration
        && compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder") is { } builder
            ? new(migration, builder, compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute"))
            : null;

    public bool IsMigration(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(ancestor, Migration))
                return true;
        }

        return false;
    }

    public bool IsMigrationBuilder(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, MigrationBuilder);
}
