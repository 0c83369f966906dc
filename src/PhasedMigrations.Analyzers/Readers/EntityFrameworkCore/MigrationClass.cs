using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>A migration class and its parts. What its attributes say is read by syntax: they stand in the Designer part, which is never bound.</summary>
internal sealed class MigrationClass
{
    private static readonly Regex IdAtStart = new(@"^\d{8,14}_\w+", RegexOptions.CultureInvariant);

    private readonly ImmutableArray<TypeDeclarationSyntax> _parts;

    public MigrationClass(INamedTypeSymbol symbol, CancellationToken cancellationToken)
    {
        Symbol = symbol;
        _parts = symbol.DeclaringSyntaxReferences
            .Select(part => part.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .ToImmutableArray();
    }

    public INamedTypeSymbol Symbol { get; }

    public IEnumerable<TypeDeclarationSyntax> DesignerParts => _parts.Where(part => MigrationFiles.IsModel(part.SyntaxTree));

    public IEnumerable<TypeDeclarationSyntax> OwnParts => _parts.Where(part => !MigrationFiles.IsModel(part.SyntaxTree));

    /// <summary>The id by which EF Core orders and records the migration, from its attribute or else from its file.</summary>
    public string? Id => _parts.Select(IdOf).FirstOrDefault(id => id is not null) ?? OwnParts.Select(IdOfFile).FirstOrDefault(id => id is not null);

    /// <summary>The name of the DbContext, without its namespace.</summary>
    public string? ContextName => _parts.Select(ContextOf).FirstOrDefault(context => context is not null);

    /// <summary>The Up or Down that runs: the migration's own or the nearest inherited one, as its declaration.</summary>
    public SyntaxNode? MethodThatRuns(string name)
    {
        for (var type = Symbol; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol { IsOverride: true, Parameters.Length: 1, DeclaringSyntaxReferences: [var declaration] })
                    return declaration.GetSyntax();
            }
        }

        return null;
    }

    /// <summary>A migration is read once: with the part that declares the method, or its first part when the method is inherited.</summary>
    public bool IsReadWith(ClassDeclarationSyntax part, SyntaxNode method) =>
        OwnParts.FirstOrDefault(own => own.Span.Contains(method.Span) && own.SyntaxTree == method.SyntaxTree) is { } declaring
            ? declaring == part
            : OwnParts.FirstOrDefault() == part;

    public static string? ContextOf(TypeDeclarationSyntax type) =>
        Argument(type, "DbContext") is TypeOfExpressionSyntax { Type: var context }
            ? context switch
            {
                QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
                _ => null,
            }
            : null;

    private static string? IdOf(TypeDeclarationSyntax type) =>
        Argument(type, "Migration") is LiteralExpressionSyntax literal ? literal.Token.ValueText : null;

    private static ExpressionSyntax? Argument(TypeDeclarationSyntax type, string attribute) => type.AttributeLists
        .SelectMany(list => list.Attributes)
        .FirstOrDefault(candidate => IsNamed(candidate.Name, attribute))?
        .ArgumentList?.Arguments.FirstOrDefault()?.Expression;

    private static bool IsNamed(NameSyntax name, string attribute)
    {
        var simple = name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax plain => plain.Identifier.ValueText,
            _ => "",
        };
        return simple == attribute || simple == attribute + "Attribute";
    }

    private static string? IdOfFile(TypeDeclarationSyntax part)
    {
        var path = part.SyntaxTree.FilePath;
        var id = IdAtStart.Match(path.Substring(path.LastIndexOfAny(['/', '\\']) + 1));
        return id.Success ? id.Value : null;
    }
}
