using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>
/// Finds migration classes by syntax alone, so that files without migrations cost nothing. Designer files are fifty times the
/// size of their migrations: binding one costs more than the whole analysis.
/// </summary>
internal static class MigrationFiles
{
    public static bool IsModel(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".Designer.cs", StringComparison.OrdinalIgnoreCase)
        || tree.FilePath.EndsWith("ModelSnapshot.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The classes in the file that may be migrations: they derive from something, and declare Up or derive from a "…Migration".</summary>
    public static IEnumerable<ClassDeclarationSyntax> CandidatesIn(SyntaxNode root)
    {
        foreach (var child in root.ChildNodes())
        {
            if (child is ClassDeclarationSyntax { BaseList: { } bases } type && (DeclaresUp(type) || NamesMigration(bases)))
                yield return type;
            if (child is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            {
                foreach (var nested in CandidatesIn(child))
                    yield return nested;
            }
        }
    }

    private static bool DeclaresUp(TypeDeclarationSyntax type) => type.Members.Any(member =>
        member is MethodDeclarationSyntax { Identifier.ValueText: "Up", ParameterList.Parameters.Count: 1 });

    private static bool NamesMigration(BaseListSyntax bases) => bases.Types.Any(parent => parent.Type switch
    {
        SimpleNameSyntax simple => EndsWithMigration(simple),
        QualifiedNameSyntax qualified => EndsWithMigration(qualified.Right),
        _ => false,
    });

    private static bool EndsWithMigration(SimpleNameSyntax name) =>
        name.Identifier.ValueText.EndsWith("Migration", StringComparison.Ordinal);
}
