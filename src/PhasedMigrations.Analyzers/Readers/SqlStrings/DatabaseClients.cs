using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.EntityFrameworkCore.Dialects;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// Which databases the code of a compilation can talk to, by the client libraries it refers to. Outside of migrations nothing else
/// tells what a command is sent to, so where a second client is referred to, only Npgsql's own types count.
/// </summary>
internal sealed class DatabaseClients
{
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.Data.SqlClient", "System.Data.SqlClient", "Microsoft.Data.Sqlite", "System.Data.SQLite", "MySqlConnector", "MySql.Data",
        "Oracle.ManagedDataAccess", "FirebirdSql.Data.FirebirdClient", "DuckDB.NET.Data", "ClickHouse.Client", "ClickHouse.Driver",
        "Snowflake.Data", "IBM.Data.Db2", "System.Data.Odbc", "System.Data.OleDb", "Sap.Data.Hana.Core", "Teradata.Client.Provider",
    };

    private static readonly string[] TestFrameworks =
        ["xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core"];

    private const string DbUpPrefix = "dbup-";
    private const string DbUpForPostgreSql = "dbup-postgresql";

    private readonly bool _isNpgsqlAlone;
    private readonly bool _isEntityFrameworkCoreForPostgreSql;

    public DatabaseClients(Compilation compilation)
    {
        var names = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.OrdinalIgnoreCase);
        var providers = names.Select(DialectMarks.OfAssembly).Where(dialect => dialect != Dialect.Unknown).Distinct().ToList();
        var scripts = names.Where(name => name.StartsWith(DbUpPrefix, StringComparison.OrdinalIgnoreCase) && name is not "dbup-core").ToList();

        IsTestProject = TestFrameworks.Any(names.Contains);
        HasNpgsql = names.Contains("Npgsql");
        HasDbUpForPostgreSql = scripts.Contains(DbUpForPostgreSql);
        IsDbUpForPostgreSqlAlone = HasDbUpForPostgreSql && scripts.Count == 1;
        _isNpgsqlAlone = HasNpgsql && !names.Overlaps(Others);
        _isEntityFrameworkCoreForPostgreSql = providers is [Dialect.PostgreSql];
    }

    /// <summary>Its SQL makes databases that the tests throw away.</summary>
    public bool IsTestProject { get; }

    public bool HasNpgsql { get; }

    public bool HasDbUpForPostgreSql { get; }

    public bool IsDbUpForPostgreSqlAlone { get; }

    /// <param name="client">The type of the command or connection, null where none shows.</param>
    public bool IsPostgreSql(ITypeSymbol? client, Dialect? chosen) =>
        IsNpgsql(client) || (chosen is null ? _isNpgsqlAlone : chosen == Dialect.PostgreSql && !IsOther(client));

    public bool IsEntityFrameworkCoreOnPostgreSql(Dialect? chosen) =>
        chosen is null ? _isEntityFrameworkCoreForPostgreSql : chosen == Dialect.PostgreSql;

    private static bool IsNpgsql(ITypeSymbol? client) => client?.ContainingAssembly?.Name == "Npgsql";

    private static bool IsOther(ITypeSymbol? client) => client?.ContainingAssembly?.Name is { } assembly && Others.Contains(assembly);
}
