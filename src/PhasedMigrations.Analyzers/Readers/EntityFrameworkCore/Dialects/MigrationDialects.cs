using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Dialects;

/// <summary>
/// Finds out for which database a migration is written. One assembly can hold migrations for several, and a finding on another
/// database's migration is a false one. The evidence, best first: the model in the Designer part, store types in the migration
/// itself, the model snapshot, annotations, the options of the DbContext, the providers that the compilation refers to. All but
/// the last is read as text or syntax: binding a model costs more than the whole analysis.
/// </summary>
internal sealed class MigrationDialects
{
    private readonly Compilation _compilation;
    private readonly HashSet<Dialect> _referenced;
    private readonly ConcurrentDictionary<SyntaxTree, Dialect> _models = new();
    private readonly ConcurrentDictionary<string, Dialect> _contexts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<INamespaceSymbol, List<SyntaxReference>> _snapshots = new(SymbolEqualityComparer.Default);

    public MigrationDialects(Compilation compilation)
    {
        _compilation = compilation;
        _referenced = [.. compilation.ReferencedAssemblyNames
            .Select(assembly => DialectMarks.OfAssembly(assembly.Name))
            .Where(dialect => dialect != Dialect.Unknown)];
    }

    /// <summary>Unknown when nothing speaks for one database.</summary>
    public Dialect Of(MigrationClass migration, CancellationToken cancellationToken)
    {
        var dialect = OfDesigner(migration, cancellationToken);
        if (dialect == Dialect.Unknown)
            dialect = OfStoreTypes(migration);
        if (dialect == Dialect.Unknown)
            dialect = OfSnapshot(migration, cancellationToken);
        if (dialect == Dialect.Unknown)
            dialect = OfAnnotations(migration);
        if (dialect == Dialect.Unknown && migration.ContextName is { } context)
            dialect = OfContext(context, cancellationToken);
        return dialect == Dialect.Unknown && _referenced.Count == 1 ? _referenced.Single() : dialect;
    }

    /// <summary>Somebody who installs this package has PostgreSQL: silent only where the evidence names another database.</summary>
    public bool IsPostgreSql(MigrationClass migration, CancellationToken cancellationToken) => Of(migration, cancellationToken) switch
    {
        Dialect.PostgreSql => true,
        Dialect.Unknown => _referenced.Count == 0 || _referenced.Contains(Dialect.PostgreSql),
        _ => false,
    };

    private Dialect OfDesigner(MigrationClass migration, CancellationToken cancellationToken) =>
        DialectMarks.MostFrequent(migration.DesignerParts.Select(part => OfModel(part.SyntaxTree, cancellationToken)));

    private Dialect OfModel(SyntaxTree tree, CancellationToken cancellationToken) =>
        _models.GetOrAdd(tree, model => ModelText.DialectOf(model.GetText(cancellationToken), cancellationToken));

    private Dialect OfStoreTypes(MigrationClass migration)
    {
        var dialect = DialectMarks.MostFrequent(migration.OwnParts.SelectMany(part => part.DescendantNodes()).Select(OfStoreType));
        // Weak against a single provider: people write "TEXT" by hand for PostgreSQL too.
        return dialect is not (Dialect.Unknown or Dialect.PostgreSql) && _referenced.Count == 1 ? Dialect.Unknown : dialect;
    }

    private static Dialect OfStoreType(SyntaxNode node) =>
        node is ArgumentSyntax { NameColon.Name.Identifier.ValueText: "type" or "oldType", Expression: LiteralExpressionSyntax type }
            ? DialectMarks.OfStoreType(type.Token.ValueText)
            : Dialect.Unknown;

    /// <summary>An annotation of PostgreSQL's decides: what is annotated for several databases runs on it too.</summary>
    private static Dialect OfAnnotations(MigrationClass migration)
    {
        var marks = migration.OwnParts.SelectMany(part => part.DescendantNodes()).Select(OfAnnotation).ToList();
        return marks.Contains(Dialect.PostgreSql) ? Dialect.PostgreSql : DialectMarks.MostFrequent(marks);
    }

    private static Dialect OfAnnotation(SyntaxNode node) => node is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Annotation" or "OldAnnotation" },
        ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } name }, ..],
    }
        ? DialectMarks.OfAnnotation(name.Token.ValueText)
        : Dialect.Unknown;

    private Dialect OfSnapshot(MigrationClass migration, CancellationToken cancellationToken)
    {
        var snapshots = _snapshots.GetOrAdd(migration.Symbol.ContainingNamespace, FindSnapshots);
        return DialectMarks.MostFrequent(snapshots
            .Where(snapshot => MigrationClass.ContextOf((TypeDeclarationSyntax)snapshot.GetSyntax(cancellationToken)) is var context
                && (context is null || migration.ContextName is null || context == migration.ContextName))
            .Select(snapshot => OfModel(snapshot.SyntaxTree, cancellationToken)));
    }

    private static List<SyntaxReference> FindSnapshots(INamespaceSymbol directory) =>
    [
        .. directory.GetTypeMembers()
            .Where(type => type.Name.EndsWith("ModelSnapshot", StringComparison.Ordinal))
            .SelectMany(type => type.DeclaringSyntaxReferences),
    ];

    private Dialect OfContext(string context, CancellationToken cancellationToken) => _contexts.GetOrAdd(context, name => DialectMarks.MostFrequent(
        _compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellationToken)
            .SelectMany(type => type.DeclaringSyntaxReferences)
            .Where(part => !MigrationFiles.IsModel(part.SyntaxTree))
            .Select(part => DialectMarks.OfOptions(part.GetSyntax(cancellationToken).ToString()))));
}
