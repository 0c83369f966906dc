using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Options;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>FluentMigrator's migration.</summary>
internal sealed class FluentMigration(
    INamedTypeSymbol symbol,
    MigrationVersion version,
    FluentMigratorTypes types,
    FluentSql sql,
    RunnerDatabases databases,
    CancellationToken cancellationToken) : Migration(symbol, cancellationToken)
{
    private readonly MigrationVersion _version = version;

    public override bool HasRunAlready(AnalysisOptions options) => options.StartAfter is { } last && _version.IsUpTo(last);

    public override bool RunsOnPostgreSql(CancellationToken cancellationToken) =>
        databases.ArePostgreSql(TagsOf(Symbol), cancellationToken);

    public override object? Line => _version.Number is null ? null : nameof(FluentMigration);

    /// <summary>The runner orders the migrations of an assembly by their versions, whatever their namespaces.</summary>
    public override IEnumerable<Migration> InLine(Func<INamedTypeSymbol, Migration?> migrationOf) =>
        TypesIn(Symbol.ContainingAssembly.GlobalNamespace)
            .Where(types.IsMigration)
            .Select(migrationOf)
            .OfType<FluentMigration>()
            .Where(other => other._version.Number is not null && other.RunsOnPostgreSql(CancellationToken.None))
            .OrderBy(other => other._version.Number)
            .ThenBy(other => other.Symbol.Name, StringComparer.Ordinal);

    public override bool DependsOnItsCodeAlone => true;

    public override UnitKind Kind => UnitKind.FluentMigrator;

    public override MigrationUnit Read(
        IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken)
    {
        var unit = new UnitBuilder(Kind, types.RunsInTransaction(Symbol) ? TransactionOrigin.Migration : TransactionOrigin.None);
        // Branches of which it is not known which runs are all read: what two of them do alike is done once.
        var done = new HashSet<(object, Location)>();
        foreach (var statement in FluentReader.Read(body, types, sql, bind, Symbol, cancellationToken))
        {
            if (statement.Identity is { } identity && done.Add((identity, statement.Location)))
                statement.AddTo(unit);
        }

        return unit.ToUnit();
    }

    protected override bool Runs(IMethodSymbol method) => method.Parameters.IsEmpty;

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
                yield return type;
            foreach (var nested in TypesIn(member))
                yield return nested;
        }
    }

    private IEnumerable<string> TagsOf(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, types.TagsAttribute))
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument))
        .Select(argument => argument.Value)
        .OfType<string>();
}
