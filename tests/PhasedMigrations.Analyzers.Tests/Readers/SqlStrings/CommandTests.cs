namespace PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

public sealed class CommandTests
{
    [Theory]
    [InlineData("""context.Database.ExecuteSqlRaw("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""await context.Database.ExecuteSqlRawAsync("[|CREATE INDEX i ON t (c)|]", [unknown]);""")]
    [InlineData("""context.Database.ExecuteSql($"[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""await context.Database.ExecuteSqlAsync($"[|CREATE INDEX i ON t ({unknown})|]");""")]
    [InlineData("""context.Database.ExecuteSqlInterpolated($"[|CREATE INDEX i ON t ({unknown})|]");""")]
    [InlineData("""await context.Database.ExecuteSqlInterpolatedAsync($"[|CREATE INDEX i ON t (c)|]");""")]
    public Task EntityFrameworkCore_IsRead(string statement) => CommandTest.VerifyAsync(statement);

    [Theory]
    [InlineData("""using var c = new NpgsqlCommand("[|CREATE INDEX i ON t (c)|]", npgsql);""")]
    [InlineData("""using NpgsqlCommand c = new("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""using var c = new NpgsqlCommand { CommandText = "[|CREATE INDEX i ON t (c)|]" };""")]
    [InlineData("""using var c = npgsql.CreateCommand(); c.CommandText = @"[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""using var c = source.CreateCommand("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""var sql = "[|CREATE INDEX i ON t (c)|]"; using var c = source.CreateCommand(sql);""")]
    [InlineData("""var c = new NpgsqlBatchCommand("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""var c = new NpgsqlBatchCommand { CommandText = "[|CREATE INDEX i ON t (c)|]" };""")]
    [InlineData("""using var c = connection.CreateCommand(); c.CommandText = "[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""using var c = abstraction.CreateCommand(); c.CommandText = "[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""DbDataSource any = source; using var c = any.CreateCommand("[|CREATE INDEX i ON t (c)|]");""")]
    public Task Npgsql_IsRead(string statement) => CommandTest.VerifyAsync(statement);

    [Theory]
    [InlineData("""npgsql.Execute("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""await abstraction.ExecuteAsync(sql: "[|CREATE INDEX i ON t (c)|]", commandTimeout: 600);""")]
    [InlineData("""SqlMapper.Execute(connection, "[|CREATE INDEX i ON t (c)|]", new { unknown });""")]
    [InlineData("""connection.Query<int>("[|CREATE INDEX i ON t (c)|]; SELECT 1");""")]
    [InlineData("""await connection.QuerySingleAsync<int>("[|CREATE INDEX i ON t (c)|]; SELECT 1");""")]
    [InlineData("""connection.QueryMultiple("[|CREATE INDEX i ON t (c)|]; SELECT 1");""")]
    [InlineData("""connection.ExecuteScalar("[|CREATE INDEX i ON t (c)|]; SELECT 1");""")]
    [InlineData("""connection.ExecuteReader("[|CREATE INDEX i ON t (c)|]; SELECT 1");""")]
    [InlineData("""connection.Execute(new CommandDefinition("[|CREATE INDEX i ON t (c)|]"));""")]
    [InlineData("""connection?.Execute("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""const string name = "i"; connection.Execute($"[|CREATE INDEX {name} ON t (c)|]");""")]
    public Task Dapper_IsRead(string statement) => CommandTest.VerifyAsync(statement);

    [Fact]
    public Task ConstantOfAnotherFile_IsFoundThere() => CommandTest.Create()
        .With("/0/Store.cs", CommandTest.Source("connection.Execute(Texts.Index); connection.Execute(Texts.Index);"))
        .With("/0/Texts.cs", CommandTest.Mark("""static class Texts { public const string Index = "[|CREATE INDEX i ON t (c)|]"; }"""))
        .VerifyAsync();

    [Theory]
    [InlineData("""connection.Execute("UPDATE t SET c = 1"); connection.Execute("DELETE FROM t");""")]
    [InlineData("""connection.Execute("CREATE TABLE t (c int); CREATE INDEX i ON t (c);");""")]
    [InlineData("""connection.Execute("CREATE INDEX IF NOT EXISTS i ON t (c)"); connection.Execute("CREATE TABLE IF NOT EXISTS t (c int)");""")]
    [InlineData("""connection.Execute("CREATE TEMP TABLE t (c int)"); connection.Execute("CREATE INDEX i ON t (c)");""")]
    [InlineData("""connection.Execute($"CREATE TABLE {unknown} (c int)"); connection.Execute($"CREATE INDEX ON {unknown} (c)");""")]
    [InlineData("""connection.Execute("CREATE INDEX CONCURRENTLY i ON t (c)");""")]
    [InlineData("""connection.Execute(unknown); connection.Query<int>(unknown + "CREATE"); connection.Execute("CREATE " + unknown);""")]
    [InlineData("""context.Set<Store>().FromSqlRaw("CREATE INDEX i ON t (c)");""")]
    [InlineData("""var text = "CREATE INDEX i ON t (c)"; Console.WriteLine(text);""")]
    public Task HarmlessCode_IsSilent(string statement) => CommandTest.VerifyAsync(statement);

    [Theory]
    [InlineData("CREATE TABLE t (c int)")]
    [InlineData("create unlogged table if not exists public.t (c int)")]
    [InlineData("CREATE TABLE \\\"t\\\" (c int)")]
    public Task TableThatOtherCodeMakes_IsNew(string creation) => CommandTest.Create()
        .With("/0/Store.cs", CommandTest.Source("""connection.Execute("CREATE INDEX i ON t (c)"); connection.Execute("[|CREATE INDEX i ON u (c)|]");"""))
        .With("/0/Tables.cs", $"static class Tables {{ public const string Text = \"{creation}\"; }}")
        .VerifyAsync();

    [Fact]
    public Task TableOfAMigration_IsNotNew() => CommandTest.Create()
        .With("/0/Store.cs", CommandTest.Source("""connection.Execute("[|CREATE INDEX i ON t (c)|]");"""))
        .With("/0/AddThings.cs", MigrationTest.Migration("""migrationBuilder.Sql("CREATE TABLE t (c int)");"""))
        .VerifyAsync();

    [Theory]
    [InlineData("Microsoft.Data.Sqlite", """using var c = new Microsoft.Data.Sqlite.SqliteCommand("CREATE INDEX i ON t (c)"); c.CommandText = "CREATE INDEX i ON t (c)";""")]
    [InlineData("Microsoft.Data.Sqlite", """connection.Execute("CREATE INDEX i ON t (c)"); abstraction.Execute("CREATE INDEX i ON t (c)");""")]
    [InlineData("Microsoft.Data.Sqlite", """connection.Execute(new CommandDefinition("CREATE INDEX i ON t (c)"));""")]
    [InlineData("Microsoft.EntityFrameworkCore.Sqlite", """context.Database.ExecuteSqlRaw("CREATE INDEX i ON t (c)");""")]
    [InlineData("xunit.v3.core", """npgsql.Execute("CREATE INDEX i ON t (c)");""")]
    public Task OtherDatabaseOrTest_IsSilent(string reference, string statement) => CommandTest.VerifyAsync(statement, with: reference);

    [Theory]
    [InlineData("""npgsql.Execute("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""using var c = npgsql.CreateCommand(); c.CommandText = "[|CREATE INDEX i ON t (c)|]";""")]
    public Task TypeOfNpgsql_CountsBesideOtherDrivers(string statement) => CommandTest.VerifyAsync(statement, with: "Microsoft.Data.Sqlite");

    [Fact]
    public Task DialectOption_DecidesForAbstractConnections() => CommandTest.Create("Microsoft.Data.Sqlite")
        .With("/0/Store.cs", CommandTest.Source("""connection.Execute("[|CREATE INDEX i ON t (c)|]");"""))
        .Configured("phased_migrations.dialect = postgresql")
        .VerifyAsync();

    [Fact]
    public Task DialectOption_SilencesOtherDatabases() => CommandTest.Create()
        .With("/0/Store.cs", CommandTest.Source("""connection.Execute("CREATE INDEX i ON t (c)");"""))
        .Configured("phased_migrations.dialect = sqlite")
        .VerifyAsync();

    [Fact]
    public Task CommandInMigration_IsReadOnceWithIt() => CommandTest.Create()
        .With("/0/AddThings.cs", CommandTest.Mark(MigrationTest.Migration("""migrationBuilder.Sql("[|CREATE INDEX i ON t (c)|]");""")))
        .VerifyAsync();
}
