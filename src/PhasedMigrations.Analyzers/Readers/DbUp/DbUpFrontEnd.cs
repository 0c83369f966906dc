using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.DbUp;

/// <summary>DbUp's scripts in code: classes that implement its IScript.</summary>
internal sealed class DbUpFrontEnd : FrontEnd
{
    private readonly DatabaseClients _clients;
    private readonly SqlStringTypes _types;
    private readonly Lazy<TransactionOrigin> _transactions;

    private DbUpFrontEnd(Compilation compilation, DatabaseClients clients)
    {
        _clients = clients;
        _types = SqlStringTypes.In(compilation);
        _transactions = new Lazy<TransactionOrigin>(() => DbUpTransactions.Of(compilation));
    }

    /// <summary>Null for a compilation that does not refer to DbUp for PostgreSQL, and for one of tests.</summary>
    public static DbUpFrontEnd? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(SqlStringTypes.ScriptName) is not null
        && new DatabaseClients(compilation) is { HasDbUpForPostgreSql: true, IsTestProject: false } clients
            ? new DbUpFrontEnd(compilation, clients)
            : null;

    public override bool MayDeclare(ClassDeclarationSyntax type) => type.BaseList is not null
        && (type.Members.Any(member => member is MethodDeclarationSyntax { Identifier.ValueText: DbUpScript.MethodName })
            || type.BaseList.Types.Any(parent => parent.Type.ToString().EndsWith("Script", StringComparison.Ordinal)));

    public override Migration? MigrationOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        !type.IsAbstract && type.AllInterfaces.Contains(_types.Script!, SymbolEqualityComparer.Default)
            ? new DbUpScript(type, _types, _clients, _transactions, cancellationToken)
            : null;
}
