using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>SQL that C# code hands to a database outside of any migration class.</summary>
internal sealed class SqlStringFrontEnd
{
    private readonly SqlStringTypes _types;
    private readonly DatabaseClients _clients;
    private readonly SqlCallSites _callSites;
    private readonly Lazy<TransactionOrigin> _scripts;

    private SqlStringFrontEnd(Compilation compilation, SqlStringTypes types, DatabaseClients clients)
    {
        _types = types;
        _clients = clients;
        _callSites = new SqlCallSites(types, clients);
        _scripts = new Lazy<TransactionOrigin>(() => DbUpTransactions.Of(compilation));
    }

    /// <summary>Null where nothing can reach PostgreSQL, and in a test project, whose databases are thrown away.</summary>
    public static SqlStringFrontEnd? Find(Compilation compilation)
    {
        var clients = new DatabaseClients(compilation);
        return clients.HasNpgsql && !clients.IsTestProject
            ? new SqlStringFrontEnd(compilation, SqlStringTypes.In(compilation), clients)
            : null;
    }

    /// <summary>The candidates of a file that are worth binding; none in nearly every file.</summary>
    /// <param name="isMigration">Classes that are read as a whole.</param>
    public IReadOnlyList<SyntaxNode> CallSitesIn(
        SyntaxTree file, Func<SyntaxNode, bool> isMigration, CancellationToken cancellationToken) =>
        [.. _callSites.In(file, isMigration, cancellationToken).Where(SchemaWords.MayBeIn)];

    public IReadOnlyList<MigrationUnit> Read(
        IReadOnlyList<SyntaxNode> callSites,
        SemanticModel model,
        Func<SyntaxNode, IOperation?> bind,
        Dialect? dialect,
        CancellationToken cancellationToken)
    {
        var session = new ReadingSession(bind, _ => Constant.Unknown, instanceType: null, cancellationToken);
        var reader = new SqlStringReader(new SqlHandOvers(_types, _clients, dialect), session, model, cancellationToken);
        return reader.Read(callSites, () => _scripts.Value);
    }
}
