using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>What the references of a compilation tell about the scripts beside its code: who runs them, and whether on PostgreSQL.</summary>
internal sealed class ScriptRunner
{
    private static readonly string[] OtherDatabases =
    [
        "Microsoft.Data.SqlClient", "System.Data.SqlClient", "MySqlConnector", "MySql.Data", "Microsoft.Data.Sqlite", "System.Data.SQLite",
        "Oracle.ManagedDataAccess", "FirebirdSql.Data.FirebirdClient", "dbup-sqlserver", "dbup-mysql", "dbup-sqlite", "dbup-oracle",
    ];

    public ScriptRunner(Compilation compilation)
    {
        var referenced = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.OrdinalIgnoreCase);
        IsDbUp = referenced.Contains("dbup-core");
        IsEvolve = referenced.Contains("Evolve");
        // Evolve refers to the drivers of all its databases.
        MayUsePostgreSql = referenced.Contains("Npgsql") || !OtherDatabases.Any(referenced.Contains);
    }

    /// <summary>DbUp runs scripts in the order of their names, character by character.</summary>
    public bool IsDbUp { get; }

    /// <summary>Evolve runs each script in a transaction, unless its first line says otherwise.</summary>
    public bool IsEvolve { get; }

    /// <summary>Drivers of other databases alone say that scripts without a sign of their own are not for PostgreSQL.</summary>
    public bool MayUsePostgreSql { get; }
}
