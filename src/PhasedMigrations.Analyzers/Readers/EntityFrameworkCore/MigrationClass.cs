using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Options;
using PhasedMigrations.Readers.EntityFrameworkCore.Dialects;
using PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>EF Core's migration. What its attributes say is read by syntax: they stand in the Designer part, which is never bound.</summary>
internal sealed class MigrationClass(
    INamedTypeSymbol symbol,
    EntityFrameworkCoreTypes types,
    ScaffoldedTypes? scaffolded,
    MigrationDialects dialects,
    CancellationToken cancellationToken) : Migration(symbol, cancellationToken)
{
    private static readonly Regex IdAtStart = new(@"^\d{8,14}_\w+", RegexOptions.CultureInvariant);

    /// <summary>The id by which EF Core orders and records the migration, from its attribute or else from its file.</summary>
    public string? Id => Parts.Select(IdOf).FirstOrDefault(id => id is not null) ?? OwnParts.Select(IdOfFile).FirstOrDefault(id => id is not null);

    /// <summary>The name of the DbContext, without its namespace.</summary>
    public string? ContextName => Parts.Select(ContextOf).FirstOrDefault(context => context is not null);

    public override bool HasRunAlready(AnalysisOptions options) => options.HasRunAlready(Id);

    public override bool RunsOnPostgreSql(CancellationToken cancellationToken) => dialects.IsPostgreSql(this, cancellationToken);

    /// <summary>EF Core scaffolds the migrations of a context into one namespace.</summary>
    public override object? Line => Id is null ? null : new ContextLine(Symbol.ContainingNamespace.ToDisplayString(), ContextName);

    /// <summary>EF Core runs the migrations of a context in the order of their ids.</summary>
    public override IEnumerable<Migration> InLine(Func<INamedTypeSymbol, Migration?> migrationOf) =>
        Symbol.ContainingNamespace.GetTypeMembers()
            .Select(migrationOf)
            .OfType<MigrationClass>()
            .Where(other => other.ContextName == ContextName && other.Id is not null)
            .OrderBy(other => other.Id, StringComparer.Ordinal)
            .ThenBy(other => other.Symbol.Name, StringComparer.Ordinal);

    public override bool DependsOnItsCodeAlone => true;

    public override UnitKind Kind => UnitKind.EntityFrameworkCore;

    public override MigrationUnit Read(
        IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken) =>
        MigrationReader.Read(body, types, bind, Symbol, cancellationToken);

    public override MigrationUnit? ReadAsWritten(SyntaxNode method) =>
        scaffolded is not null && method is MethodDeclarationSyntax declaration ? ScaffoldedReader.Read(declaration, scaffolded) : null;

    protected override bool Runs(IMethodSymbol method) => method.Parameters.Length == 1;

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

    private sealed record ContextLine(string Namespace, string? Context);

    private static string? IdOfFile(TypeDeclarationSyntax part)
    {
        var path = part.SyntaxTree.FilePath;
        var id = IdAtStart.Match(path.Substring(path.LastIndexOfAny(['/', '\\']) + 1));
        return id.Success ? id.Value : null;
    }
}
