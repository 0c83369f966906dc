namespace PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

/// <summary>Sources that hand SQL to everything that takes it, written in every way.</summary>
internal static class SqlStringSources
{
    public const string All = """"
        using System;
        using System.Data;
        using System.Data.Common;
        using System.Threading.Tasks;
        using Dapper;
        using DbUp;
        using DbUp.Engine;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Npgsql;
        public class Script0001 : IScript
        {
            private const string Table = "orders";
            public string ProvideScript(Func<IDbCommand> factory)
            {
                using var command = factory();
                command.CommandText = @"CREATE INDEX ""i"" ON t (c)";
                foreach (var name in new[] { "a", "b" }) { command.CommandText = $"CREATE INDEX \"{name}\" ON {Table} (c)"; command.ExecuteNonQuery(); }
                return "CREATE INDEX $name$ ON t (c); " + string.Format("CREATE INDEX {0} ON {1} (c)", "i", Table);
            }
        }
        public class AddThings : Migration
        {
            private static readonly string Own = string.Join("; ", "SELECT 1", "CREATE INDEX i ON t (c)");
            protected override void Up(MigrationBuilder b)
            {
                b.Sql("SELECT '\t\u0041'; CREATE INDEX \"i\" ON t (c)", suppressTransaction: true);
                b.Sql($@"SELECT ""{Own}"", '{{'; CREATE INDEX i ON {Environment.MachineName} (c);");
                b.Sql("""
                    SELECT 1;

                      CREATE INDEX "i"
                        ON t (c);
                    """.Trim());
                b.Sql($$"""
                    SELECT '{ }'; CREATE INDEX {{Own}} ON t (c); CREATE INDEX i ON {{nameof(AddThings)}} (c)
                    """);
                b.Sql("CREATE INDEX i " + ("ON " + Own) + " (c)" + 1); b.Sql(Own + "; " + Own);
            }
        }
        public class Store(NpgsqlDataSource source)
        {
            public async Task RunAsync(NpgsqlConnection npgsql, IDbConnection any, DbContext context, string unknown)
            {
                await context.Database.ExecuteSqlRawAsync("CREATE INDEX i ON t (c)", new object[] { 1 });
                context.Database.ExecuteSqlInterpolated($"CREATE INDEX i ON t ({unknown})");
                const string sql = "SELECT 1; " + "CREATE INDEX i ON t (c)";
                await any.ExecuteAsync(sql: sql, commandTimeout: 3); npgsql?.Query<int>(sql.Replace("t", "u")); SqlMapper.Execute(any, sql);
                any.Execute(new CommandDefinition($"CREATE INDEX {unknown} ON t (c)", new { unknown }));
                using var batch = new NpgsqlBatch(npgsql) { EnableErrorBarriers = false, BatchCommands = { new("SELECT 1"), new NpgsqlBatchCommand("CREATE INDEX CONCURRENTLY i ON t (c)"), new(unknown) } };
                using var command = source.CreateCommand("CREATE INDEX i ON t (c)"); command.CommandText = sql + unknown;
                using NpgsqlCommand other = new("CREATE INDEX i ON t (c)", npgsql) { CommandText = "CREATE INDEX j ON t (c)" };
                DeployChanges.To.PostgresqlDatabase("").WithScript("1", "CREATE INDEX i ON t (c)").WithScripts(new SqlScript("2", "DO $body$ BEGIN END $body$; CREATE INDEX i ON t (c)")).WithTransaction();
            }
        }
        """";
}
