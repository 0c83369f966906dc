using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers.DbUp;
using PhasedMigrations.Readers.EntityFrameworkCore;
using PhasedMigrations.Readers.FluentMigrator;
using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Readers;

/// <summary>One way to write migrations as C# classes. A new one derives from this and has its line in <see cref="ReferredBy"/>.</summary>
internal abstract class FrontEnd
{
    /// <summary>The front ends whose library the compilation refers to: any other costs nothing.</summary>
    /// <param name="files">The additional files, among which code can name scripts.</param>
    public static IReadOnlyList<FrontEnd> ReferredBy(Compilation compilation, ImmutableArray<AdditionalText> files) =>
        new FrontEnd?[]
        {
            EntityFrameworkCoreFrontEnd.Find(compilation),
            FluentMigratorFrontEnd.Find(compilation, new NamedScripts(files)),
            DbUpFrontEnd.Find(compilation),
        }.OfType<FrontEnd>().ToList();

    /// <summary>False when the syntax alone shows that the class is no migration of this front end.</summary>
    public abstract bool MayDeclare(ClassDeclarationSyntax type);

    /// <summary>Null when the class is no migration of this front end, or none that runs.</summary>
    public abstract Migration? MigrationOf(INamedTypeSymbol type, CancellationToken cancellationToken);

    /// <summary>Some base class is written <c>…Migration</c>.</summary>
    protected static bool NamesMigration(ClassDeclarationSyntax type) => type.BaseList?.Types.Any(parent => parent.Type switch
    {
        SimpleNameSyntax simple => EndsWithMigration(simple),
        QualifiedNameSyntax qualified => EndsWithMigration(qualified.Right),
        _ => false,
    }) == true;

    private static bool EndsWithMigration(SimpleNameSyntax name) =>
        name.Identifier.ValueText.EndsWith("Migration", StringComparison.Ordinal);
}
