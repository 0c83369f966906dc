using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.Incremental;

/// <summary>
/// The names in a migration's file that another file could give a meaning to. If no other file declares one of them, what the file
/// says depends on nothing but itself and the libraries.
/// </summary>
internal sealed class MentionedNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    private MentionedNames() { }

    public static MentionedNames In(TypeDeclarationSyntax migration, CancellationToken cancellationToken)
    {
        var mentioned = new MentionedNames();
        mentioned.Own(migration);
        foreach (var node in migration.SyntaxTree.GetRoot(cancellationToken).DescendantNodes(node => !IsWithoutMeaning(node)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            mentioned.Add(node);
        }

        return mentioned;
    }

    public bool AreDeclaredIn(ISet<string> names) => _names.Any(name => !_own.Contains(name) && names.Contains(name));

    /// <summary>What DbContext the migration belongs to says nothing about what it does. Ordinary usings only make names shorter.</summary>
    private static bool IsWithoutMeaning(SyntaxNode node) => node switch
    {
        AttributeSyntax { Name: SimpleNameSyntax { Identifier.ValueText: "DbContext" or "DbContextAttribute" } } => true,
        UsingDirectiveSyntax directive => directive.Alias is null && directive.StaticKeyword.IsKind(SyntaxKind.None),
        BaseNamespaceDeclarationSyntax or CompilationUnitSyntax => false,
        NameColonSyntax or NameEqualsSyntax => true,
        _ => false,
    };

    private void Own(TypeDeclarationSyntax migration)
    {
        foreach (var member in migration.Members)
        {
            foreach (var name in NamesOf(member))
                _own.Add(name);
        }
    }

    private void Add(SyntaxNode node)
    {
        switch (node)
        {
            case SimpleNameSyntax name when StandsAlone(name) || IsCalled(name):
                _names.Add(name.Identifier.ValueText);
                break;
            case ParameterSyntax parameter:
                _own.Add(parameter.Identifier.ValueText);
                break;
            case VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local:
                _own.Add(local.Identifier.ValueText);
                break;
            case ForEachStatementSyntax loop:
                _own.Add(loop.Identifier.ValueText);
                break;
            case SingleVariableDesignationSyntax variable:
                _own.Add(variable.Identifier.ValueText);
                break;
            case LocalFunctionStatementSyntax function:
                _own.Add(function.Identifier.ValueText);
                break;
            // A part of the type may stand in another file.
            case BaseTypeDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.PartialKeyword):
                break;
            case BaseTypeDeclarationSyntax type:
                _own.Add(type.Identifier.ValueText);
                break;
        }
    }

    /// <summary>Not behind a dot, and not the name of a namespace.</summary>
    private static bool StandsAlone(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name && qualified.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.Contains(name) != true,
        BaseNamespaceDeclarationSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        _ => true,
    };

    /// <summary>A method behind a dot may be an extension method; one behind <c>this</c> is the migration's own or an inherited one.</summary>
    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } member && member.Name == name && member.Parent is InvocationExpressionSyntax;

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        _ => [],
    };
}
