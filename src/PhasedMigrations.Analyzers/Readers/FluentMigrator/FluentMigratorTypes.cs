using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>The FluentMigrator types a compilation refers to, resolved once.</summary>
internal sealed record FluentMigratorTypes(
    INamedTypeSymbol MigrationBase,
    INamedTypeSymbol FluentSyntax,
    INamedTypeSymbol DatabaseScope,
    INamedTypeSymbol MigrationAttribute,
    INamedTypeSymbol? MaintenanceAttribute,
    INamedTypeSymbol? TagsAttribute)
{
    public const string MigrationBaseName = "FluentMigrator.MigrationBase";
    public const string FluentSyntaxName = "FluentMigrator.Infrastructure.IFluentSyntax";
    public const string DatabaseScopeName = "FluentMigrator.Builders.IfDatabase.IIfDatabaseExpressionRoot";
    public const string MigrationAttributeName = "FluentMigrator.MigrationAttribute";
    public const string MaintenanceAttributeName = "FluentMigrator.MaintenanceAttribute";
    public const string TagsAttributeName = "FluentMigrator.TagsAttribute";

    public static FluentMigratorTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(MigrationBaseName) is { } migration
        && compilation.GetTypeByMetadataName(FluentSyntaxName) is { } syntax
        && compilation.GetTypeByMetadataName(DatabaseScopeName) is { } scope
        && compilation.GetTypeByMetadataName(MigrationAttributeName) is { } attribute
            ? new(
                migration,
                syntax,
                scope,
                attribute,
                compilation.GetTypeByMetadataName(MaintenanceAttributeName),
                compilation.GetTypeByMetadataName(TagsAttributeName))
            : null;

    public bool IsMigration(ITypeSymbol? type) => IsOrDerivesFrom(type, MigrationBase);

    /// <summary>The way to the statements: the migration itself, what <c>IfDatabase</c> returns, a root such as <c>Create</c>, or a chain.</summary>
    public bool LeadsToSchema(ITypeSymbol? type) => IsMigration(type) || IsDatabaseScope(type) || IsFluent(type);

    /// <summary>What <c>IfDatabase</c> returns.</summary>
    public bool IsDatabaseScope(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, DatabaseScope);

    /// <summary>A root such as <c>Create</c>, or a chain begun with one.</summary>
    public bool IsFluent(ITypeSymbol? type) => type is not null
        && (SymbolEqualityComparer.Default.Equals(type, FluentSyntax)
            || type.AllInterfaces.Contains(FluentSyntax, SymbolEqualityComparer.Default)
            || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsFluent)));

    /// <summary>Some interfaces of the language do not say that they are: ICreateConstraintColumnsSyntax, for one.</summary>
    public bool IsOfTheLanguage(ITypeSymbol type) => IsFluent(type)
        || (type.TypeKind == TypeKind.Interface && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, FluentSyntax.ContainingAssembly));

    /// <summary>The receiver carries a migration: it was constructed with one, or with a part of its language.</summary>
    public bool HoldsMigration(INamedTypeSymbol type) =>
        !type.DeclaringSyntaxReferences.IsEmpty
        && type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => LeadsToSchema(parameter.Type)));

    /// <summary>
    /// The runner puts each migration in a transaction, unless the attribute says <c>TransactionBehavior.None</c> (1). An attribute
    /// that a project derives can choose without showing it.
    /// </summary>
    public bool RunsInTransaction(INamedTypeSymbol migration) => AttributeOf(migration, MigrationAttribute) is { } attribute
        ? !attribute.ConstructorArguments.Any(argument => argument is { Type.Name: "TransactionBehavior", Value: 1 })
        : AttributeOf(migration, MaintenanceAttribute) is not { } maintenance
            || !maintenance.ConstructorArguments.Any(argument => argument is { Type.Name: "TransactionBehavior", Value: 1 });

    /// <summary>The attribute of that class or of one derived from it.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type, INamedTypeSymbol? attribute) => attribute is null
        ? null
        : type.GetAttributes().FirstOrDefault(candidate => IsOrDerivesFrom(candidate.AttributeClass, attribute));

    private static bool IsOrDerivesFrom(ITypeSymbol? type, INamedTypeSymbol ancestor)
    {
        if (type is ITypeParameterSymbol { ConstraintTypes: [var constraint, ..] })
            type = constraint;
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, ancestor))
                return true;
        }

        return false;
    }
}
