using PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Readers.DbUp;

public sealed class DbUpScriptTests
{
    [Theory]
    [InlineData("""=> "[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""{ return @"SELECT 1; [|CREATE INDEX i ON t (c)|];"; }""")]
    [InlineData("""{ var sql = "[|CREATE INDEX i ON t (c)|]"; return sql; }""")]
    [InlineData("""{ using var command = factory(); command.CommandText = "[|CREATE INDEX i ON t (c)|]"; command.ExecuteNonQuery(); return ""; }""")]
    [InlineData("""{ Run(factory, "[|CREATE INDEX i ON t (c)|]"); return null; }""")]
    [InlineData("""{ foreach (var table in new[] { "a" }) factory().Connection.Execute($"[|CREATE INDEX i ON {table} (c)|]"); return string.Empty; }""")]
    [InlineData("""=> "CREATE TABLE $schema$.t (c int); CREATE INDEX i ON $schema$.t (c); [|CREATE INDEX i ON $schema$.u (c)|]";""")]
    [InlineData("""=> Build("[|CREATE INDEX i ON t (c)|]"); static string Build(string sql) => sql;""")]
    public Task ScriptInCode_IsRead(string method) => VerifyAsync(method);

    [Theory]
    [InlineData("""=> "CREATE TABLE t (c int); CREATE INDEX i ON t (c);";""")]
    [InlineData("""{ factory().Connection.Execute("CREATE TABLE t (c int)"); return "CREATE INDEX i ON t (c)"; }""")]
    [InlineData("""=> System.IO.File.ReadAllText("x.sql");""")]
    [InlineData("""=> throw new System.NotSupportedException();""")]
    public Task HarmlessScript_IsSilent(string method) => VerifyAsync(method);

    [Fact]
    public Task InheritedMethod_IsReadOnce() => CommandTest.Create()
        .With("/0/Base.cs", CommandTest.Mark("""
            public abstract class BaseScript : DbUp.Engine.IScript
            {
                public virtual string ProvideScript(System.Func<System.Data.IDbCommand> factory) => "[|CREATE INDEX i ON t (c)|]";
            }
            """))
        .With("/0/One.cs", "public sealed class One : BaseScript;")
        .With("/0/Two.cs", "public sealed class Two : BaseScript;")
        .VerifyAsync();

    [Theory]
    [InlineData("""DeployChanges.To.PostgresqlDatabase("").WithScript("0001", "[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""DeployChanges.To.PostgresqlDatabase("").WithScripts(new SqlScript("0001", "[|CREATE INDEX i ON t (c)|]"), new SqlScript("0002", "SELECT 1"));""")]
    [InlineData("""SqlScript script = new("0001", "DO $$ BEGIN END $$; [|CREATE INDEX i ON $schema$.t (c)|]");""")]
    public Task ScriptHandedOver_IsRead(string statement) => CommandTest.VerifyAsync(statement);

    [Fact]
    public Task StartAfter_LeavesEarlierScriptsAlone() => CommandTest.Create()
        .With("/0/One.cs", Source("""=> "CREATE INDEX i ON t (c)";"""))
        .Configured("phased_migrations.start_after = Scripts.Script0001")
        .VerifyAsync();

    private static Task VerifyAsync(string method) => CommandTest.Create().With("/0/Script0001.cs", Source(method)).VerifyAsync();

    /// <param name="method">What follows the head of ProvideScript.</param>
    internal static string Source(string method) => CommandTest.Mark($$"""
        using System;
        using System.Data;
        using Dapper;
        namespace Scripts;
        public class Script0001 : DbUp.Engine.IScript
        {
            public string ProvideScript(Func<IDbCommand> factory) {{method}}
            private static void Run(Func<IDbCommand> factory, string sql) { var command = factory(); command.CommandText = sql; }
        }
        """);
}
