using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>
/// The migrations of the compilation in the order of their versions. Altering a column repeats its whole definition, so only they
/// tell whether <c>NotNullable()</c> changes anything. Read on the first question, once.
/// </summary>
internal sealed class EarlierMigrations(Compilation compilation, FluentMigratorFrontEnd frontEnd)
{
    private readonly object _reading = new();
    private IReadOnlyList<(long Version, IReadOnlyList<Statement> Statements)>? _history;

    /// <summary>Nothing is known before a migration whose place in the order is not known.</summary>
    public ColumnNullability ColumnsBefore(MigrationVersion version, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken)
    {
        var columns = new ColumnNullability();
        if (version.Number is not { } number)
            return columns;

        foreach (var (earlier, statements) in History(bind, cancellationToken))
        {
            if (earlier >= number)
                break;
            foreach (var statement in statements)
                statement.Apply(columns);
        }

        return columns;
    }

    private IReadOnlyList<(long Version, IReadOnlyList<Statement> Statements)> History(
        Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken)
    {
        lock (_reading)
        {
            return _history ??= TypesIn(compilation.Assembly.GlobalNamespace)
                .Select(type => frontEnd.FluentMigrationOf(type, cancellationToken))
                .Where(migration => migration?.Version.Number is not null && migration.RunsOnPostgreSql(cancellationToken))
                .Select(migration => (migration!.Version.Number!.Value, StatementsOf(migration, bind, cancellationToken)))
                .OrderBy(migration => migration.Value)
                .ToList();
        }
    }

    private static IReadOnlyList<Statement> StatementsOf(
        FluentMigration migration, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken) =>
        migration.MethodThatRuns("Up") is { } up && bind(up) is { } body ? migration.Statements(body, bind, cancellationToken) : [];

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
}
