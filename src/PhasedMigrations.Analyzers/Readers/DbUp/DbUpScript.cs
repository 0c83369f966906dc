using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.DbUp;

/// <summary>A class that provides a script. Its name is the script's name, by which DbUp orders and records it.</summary>
internal sealed class DbUpScript(
    INamedTypeSymbol symbol,
    SqlStringTypes types,
    DatabaseClients clients,
    Lazy<TransactionOrigin> transactions,
    CancellationToken cancellationToken) : Migration(symbol, cancellationToken)
{
    public const string MethodName = "ProvideScript";

    private static readonly string[] OwnNames = ["postgre", "pgsql", "npgsql"];

    public override UnitKind Kind => UnitKind.Script;

    private string ScriptName => Symbol.ToDisplayString() + ".cs";

    public override bool HasRunAlready(AnalysisOptions options) =>
        options.HasRunAlready(ScriptName) || options.HasRunAlready(Symbol.Name);

    /// <summary>Where DbUp runs scripts on several databases, nothing but the namespace tells for which of them a class is.</summary>
    public override bool RunsOnPostgreSql(CancellationToken cancellationToken) => clients.IsDbUpForPostgreSqlAlone
        || OwnNames.Any(name => ScriptName.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);

    public override object Line => new NamespaceLine(Symbol.ContainingNamespace.ToDisplayString());

    public override IEnumerable<Migration> InLine(Func<INamedTypeSymbol, Migration?> migrationOf) => Symbol.ContainingNamespace.GetTypeMembers()
        .Select(migrationOf)
        .OfType<DbUpScript>()
        .OrderBy(other => other.ScriptName, StringComparer.Ordinal);

    public override MigrationUnit Read(IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken)
    {
        var session = new ReadingSession(bind, _ => Constant.Unknown, Symbol, cancellationToken);
        // What a script runs by itself goes to the server that the script is for.
        return DbUpScriptReader.Read(body, session, new SqlHandOvers(types, clients, Dialect.PostgreSql), transactions.Value);
    }

    public override SyntaxNode? MethodThatRuns(string name)
    {
        if (name != "Up")
            return null;

        for (var type = Symbol; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(MethodName))
            {
                if (member is IMethodSymbol { IsAbstract: false, DeclaringSyntaxReferences: [var declaration] } method && Runs(method))
                    return declaration.GetSyntax();
            }
        }

        return null;
    }

    protected override bool Runs(IMethodSymbol method) => method.Parameters.Length == 1;

    private sealed record NamespaceLine(string Namespace);
}
