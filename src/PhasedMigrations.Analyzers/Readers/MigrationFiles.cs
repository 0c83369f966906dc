using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers;

/// <summary>
/// Finds classes by syntax alone, so that files without migrations cost nothing. Designer files are fifty times the size of
/// their migrations: binding one costs more than the whole analysis.
/// </summary>
internal static class MigrationFiles
{
    public static bool IsModel(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".Designer.cs", StringComparison.OrdinalIgnoreCase)
        || tree.FilePath.EndsWith("ModelSnapshot.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The classes in the file, nested ones included, that derive from something.</summary>
    public static IEnumerable<ClassDeclarationSyntax> DerivedClassesIn(SyntaxNode root)
    {
        foreach (var child in root.ChildNodes())
        {
            if (child is ClassDeclarationSyntax { BaseList: not null } type)
                yield return type;
            if (child is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            {
                foreach (var nested in DerivedClassesIn(child))
                    yield return nested;
            }
        }
    }
}
