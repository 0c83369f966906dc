using Microsoft.CodeAnalysis;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>What the attributes of a migration say, wherever its parts declare them: mostly in the Designer file, whose code is never bound.</summary>
internal sealed record MigrationIdentity(string Id, INamedTypeSymbol Context)
{
    public static MigrationIdentity? Of(INamedTypeSymbol migration)
    {
        string? id = null;
        INamedTypeSymbol? context = null;
        foreach (var attribute in migration.GetAttributes())
        {
            switch (attribute)
            {
                case { AttributeClass.Name: "MigrationAttribute", ConstructorArguments: [{ Value: string text }] }:
                    id = text;
                    break;
                case { AttributeClass.Name: "DbContextAttribute", ConstructorArguments: [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }] }:
                    context = type;
                    break;
            }
        }

        return id is not null && context is not null ? new MigrationIdentity(id, context) : null;
    }
}
