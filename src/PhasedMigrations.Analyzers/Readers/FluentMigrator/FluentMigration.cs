using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Options;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>FluentMigrator's migration.</summary>
internal sealed class FluentMigration(
    INamedTypeSymbol symbol,
    MigrationVersion version,
    FluentMigratorTypes types,
    RunnerDatabases databases,
    EarlierMigrations earlier,
    CancellationToken cancellationToken) : Migration(symbol, cancellationToken)
{
    public MigrationVersion Version { get; } = version;

    public override bool HasRunAlready(AnalysisOptions options) => options.StartAfter is { } last && Version.IsUpTo(last);

    public override bool RunsOnPostgreSql(CancellationToken cancellationToken) =>
        databases.ArePostgreSql(TagsOf(Symbol), cancellationToken);

    public override ImmutableArray<LocatedOperation> Read(
        IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken)
    {
        var statements = Statements(body, bind, cancellationToken);
        var columns = statements.Any(statement => statement.DependsOnEarlierMigrations) && IsUp(body)
            ? earlier.ColumnsBefore(Version, bind, cancellationToken)
            : new ColumnNullability();
        var operations = ImmutableArray.CreateBuilder<LocatedOperation>();
        foreach (var statement in statements)
        {
            if (statement.ToOperation(columns) is { } operation)
                operations.Add(new LocatedOperation(operation, statement.Location));
            statement.Apply(columns);
        }

        return operations.ToImmutable();
    }

    public IReadOnlyList<Statement> Statements(IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken) =>
        FluentReader.Read(body, types, bind, Symbol, cancellationToken);

    protected override bool Runs(IMethodSymbol method) => method.Parameters.IsEmpty;

    /// <summary>What Down finds is what later migrations have left: not known here.</summary>
    private static bool IsUp(IOperation body) => body.Syntax is MethodDeclarationSyntax { Identifier.ValueText: "Up" };

    private IEnumerable<string> TagsOf(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, types.TagsAttribute))
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument))
        .Select(argument => argument.Value)
        .OfType<string>();
}
