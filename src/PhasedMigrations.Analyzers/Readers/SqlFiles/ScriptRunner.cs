using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>What the references of a compilation tell about the scripts beside its code: who runs them, and whether on PostgreSQL.</summary>
internal sealed class ScriptRunner
{
    private static readonly string[] OtherDatabases =
    [
        "Microsoft.Data.SqlClient", "System.Data.SqlClient", "MySqlConnector", "MySql.Data", "Microsoft.Data.Sqlite", "System.Data.SQLite",
        "Oracle.ManagedDataAccess", "FirebirdSql.Data.FirebirdClient", "dbup-sqlserver", "dbup-mysql", "dbup-sqlite", "dbup-oracle",
    ];

    private readonly bool _isEvolve;
    private readonly Lazy<bool> _dbUpWraps;

    public ScriptRunner(Compilation compilation)
    {
        var referenced = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.OrdinalIgnoreCase);
        IsDbUp = referenced.Contains("dbup-core");
        _isEvolve = referenced.Contains("Evolve");
        _dbUpWraps = new Lazy<bool>(() => IsDbUp && DbUpTransactions.Of(compilation) == TransactionOrigin.Migration);
        MayUsePostgreSql = referenced.Contains("Npgsql") || !OtherDatabases.Any(referenced.Contains);
    }

    /// <summary>DbUp runs scripts in the order of their names, character by character.</summary>
    public bool IsDbUp { get; }

    /// <summary>
    /// Found by runs of Evolve 3.2 and DbUp 7.0 on PostgreSQL 16: Evolve runs each script in a transaction; DbUp does where the code that
    /// sets it up says so.
    /// </summary>
    public bool Wraps(ScriptPlace place) => (_isEvolve && place.Name.IsFlyway) || _dbUpWraps.Value;

    /// <summary>Drivers of other databases alone say that scripts without a sign of their own are not for PostgreSQL.</summary>
    public bool MayUsePostgreSql { get; }
}
