using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers.EntityFrameworkCore.Dialects;
using PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>EF Core's migrations: classes with an Up that is given a MigrationBuilder.</summary>
internal sealed class EntityFrameworkCoreFrontEnd(EntityFrameworkCoreTypes types, ScaffoldedTypes? scaffolded, MigrationDialects dialects) : FrontEnd
{
    public static EntityFrameworkCoreFrontEnd? Find(Compilation compilation) =>
        EntityFrameworkCoreTypes.Find(compilation) is { } types
            ? new EntityFrameworkCoreFrontEnd(types, ScaffoldedTypes.Find(compilation, types.MigrationBuilder), new MigrationDialects(compilation))
            : null;

    public override bool MayDeclare(ClassDeclarationSyntax type) => NamesMigration(type) || type.Members.Any(member =>
        member is MethodDeclarationSyntax { Identifier.ValueText: "Up", ParameterList.Parameters.Count: 1 });

    public override Migration? MigrationOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        !type.IsAbstract && types.IsMigration(type) ? new MigrationClass(type, types, scaffolded, dialects, cancellationToken) : null;
}
