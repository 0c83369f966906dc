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

    /// <summary>The methods in the file that may be a migration's Up or Down.</summary>
    public static IEnumerable<MethodDeclarationSyntax> MethodsNamed(string name, SyntaxNode root) =>
        from type in TypesIn(root)
        where type.BaseList is not null
        from method in type.Members.OfType<MethodDeclarationSyntax>()
        where method.Identifier.ValueText == name && method.ParameterList.Parameters.Count == 1
        select method;

    private static IEnumerable<TypeDeclarationSyntax> TypesIn(SyntaxNode node)
    {
        foreach (var child in node.ChildNodes())
        {
            if (child is TypeDeclarationSyntax type)
                yield return type;
            if (child is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            {
                foreach (var nested in TypesIn(child))
                    yield return nested;
            }
        }
    }
}
