using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

/// <summary>Application code, compiled against Npgsql, Dapper, DbUp and EF Core, without the drivers of other databases and without a test framework.</summary>
internal static class CommandTest
{
    private static readonly string[] Foreign =
    [
        "Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.Data.SqlClient", "System.Data.SqlClient", "MySqlConnector",
        "MySql.Data", "System.Data.Odbc", "System.Data.OleDb", "xunit.core", "xunit.v3.core",
    ];

    public static IEnumerable<MetadataReference> References => MigrationTest.AllReferences
        .Where(reference => !Foreign.Contains(Path.GetFileNameWithoutExtension(reference.Display)));

    public static MigrationTest Create(params string[] with) => new([.. Foreign.Except(with)]);

    /// <param name="statements">What a method of application code does; [|…|] marks an index creation that blocks writes.</param>
    public static Task VerifyAsync(string statements, string members = "", params string[] with) =>
        Create(with).With("/0/Store.cs", Source(statements, members)).VerifyAsync();

    public static string Source(string statements, string members = "") => Mark($$"""
        #nullable disable
        using System;
        using System.Data;
        using System.Data.Common;
        using System.Linq;
        using System.Threading.Tasks;
        using Dapper;
        using DbUp;
        using DbUp.Engine;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;

        public class Store
        {
            public async Task RunAsync(
                NpgsqlConnection npgsql, NpgsqlDataSource source, DbConnection connection, IDbConnection abstraction, DbContext context, string unknown)
            {
                await Task.Yield();
                {{statements}}
            }

            {{members}}
        }
        """);

    public static string Mark(string source) =>
        source.Replace("[|", "{|PHM2001:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);
}
