namespace PhasedMigrations.Analyzers.Tests.Readers.SqlTexts;

/// <summary>A finding stands under the words of the literal that cause it, however the literal is written.</summary>
public sealed class LiteralPlaceTests
{
    private const string Members = """"
        private const string Index = "CREATE INDEX i ON t (c)";
        private const string Table = "orders";
        private const string Indexed = "t (c)";
        private const string Twice = "SELECT 1; " + "SELECT 2";
        private static readonly string[] Columns = ["a", "b"];
        private static string Unknown() => System.Environment.MachineName;
        """";

    [Theory]
    [InlineData("""migrationBuilder.Sql("[|CREATE INDEX i ON t (c)|]");""")]
    [InlineData("""migrationBuilder.Sql(suppressTransaction: false, sql: "SELECT 1; [|CREATE INDEX i ON t (c)|];");""")]
    [InlineData("""migrationBuilder.Sql("SELECT '\t\u0041\x41\U0001F600\U00000041';\r\n[|CREATE INDEX \"i\" ON t (c)|];");""")]
    [InlineData("""migrationBuilder.Sql("SELECT 'a😀';\0 SELECT '\x1F600'; [|CREATE INDEX i ON \u0074 (c\u0029|]");""")]
    [InlineData(""""migrationBuilder.Sql(@"SELECT ""a""; [|CREATE INDEX ""i"" ON t (c)|];");"""")]
    [InlineData("migrationBuilder.Sql(@\"\n  SELECT 1;\n  [|CREATE INDEX \"\"i\"\"\n  ON t (c)|];\n\");")]
    [InlineData("migrationBuilder.Sql(\"\"\"SELECT \"a\"; [|CREATE INDEX \"i\" ON t (c)|];\"\"\");")]
    [InlineData("migrationBuilder.Sql(\"\"\"\n    SELECT 1;\n\n      [|CREATE INDEX \"i\"\n    ON t (c)|];\n    \"\"\");")]
    [InlineData("migrationBuilder.Sql(\"\"\"\"\r\n    [|CREATE INDEX \"i\"\r\n\r\n    ON t (c)|]\r\n    \"\"\"\");")]
    public Task Literal_IsFoundInside(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""migrationBuilder.Sql($"SELECT '{{}}\t{Table}'; [|CREATE INDEX i ON {Table} (c)|];");""")]
    [InlineData("""migrationBuilder.Sql($"SELECT {Unknown()}; [|CREATE INDEX i_{Unknown()} ON \"{Unknown()}\".t (c)|]; SELECT '{{'");""")]
    [InlineData(""""migrationBuilder.Sql($@"SELECT ""{Table}"", '{{'; [|CREATE INDEX ""i"" ON {Table} (c)|];");"""")]
    [InlineData("migrationBuilder.Sql($\"\"\"SELECT {Table}; [|CREATE INDEX \"i\" ON {Table} (c)|];\"\"\");")]
    [InlineData("migrationBuilder.Sql($\"\"\"\n    SELECT {Table}\n      ;\n    [|CREATE INDEX {Table}\n    ON {Unknown()} (c)|];\n    \"\"\");")]
    [InlineData("migrationBuilder.Sql($$\"\"\"\n    SELECT '{ }';\n    [|CREATE INDEX {{Table}}\n    ON t ({{Unknown()}})|];\n    \"\"\");")]
    public Task Interpolation_IsFoundInside(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""migrationBuilder.Sql("SELECT 1;" + "[|CREATE INDEX i " + "ON t (c)|];" + Twice);""")]
    [InlineData("""migrationBuilder.Sql("SELECT 1; [|CREATE INDEX i ON " + Table + @" (c)|]; SELECT 2");""")]
    [InlineData("""migrationBuilder.Sql(Twice + "; [|CREATE INDEX i ON " + Unknown() + " (c)|]");""")]
    [InlineData("""migrationBuilder.Sql("[|CREATE INDEX i ON t " + (("(c)|];")));""")]
    [InlineData("""migrationBuilder.Sql("SELECT 1; [|CREATE INDEX i ON " + Indexed|]);""")]
    public Task Sum_IsFoundFromFirstToLastPart(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""var sql = "[|CREATE INDEX i ON t (c)|]"; migrationBuilder.Sql(sql);""", "")]
    [InlineData("""const string sql = "SELECT 1; " + "[|CREATE INDEX i ON t (c)|]"; migrationBuilder.Sql(sql);""", "")]
    [InlineData("""migrationBuilder.Sql(Own);""", """private const string Own = "[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""migrationBuilder.Sql(Own);""", """private static readonly string Own = $"[|CREATE INDEX i ON {Table} (c)|]";""")]
    [InlineData("""migrationBuilder.Sql(Own + "; SELECT 1");""", """private const string Own = "[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""migrationBuilder.Sql("[|CREATE INDEX i " + Own|]);""", """private const string Own = "ON t (c)";""")]
    [InlineData("""migrationBuilder.Sql(Own());""", """private static string Own() => @"[|CREATE INDEX i ON t (c)|]";""")]
    [InlineData("""Run("[|CREATE INDEX i ON t (c)|]"); void Run(string sql) => migrationBuilder.Sql(sql);""", "")]
    [InlineData("""foreach (var sql in new[] { "[|CREATE INDEX i ON t (c)|]", "[|CREATE INDEX j ON t (c)|]" }) migrationBuilder.Sql(sql);""", "")]
    [InlineData("""foreach (var c in Columns) migrationBuilder.Sql($"[|CREATE INDEX i ON t ({c})|]");""", "")]
    public Task NamedText_IsFoundWhereItIsWritten(string statement, string member) => VerifyAsync(statement, member);

    [Theory]
    [InlineData("""migrationBuilder.Sql(string.Format("SELECT '{{'; [|CREATE INDEX i ON {0} (c)|];", Table));""")]
    [InlineData("""migrationBuilder.Sql(string.Format("SELECT '{{'; [|CREATE INDEX i ON {1} ({0})|];", Unknown(), Table));""")]
    [InlineData("""migrationBuilder.Sql(string.Concat("SELECT 1; ", "[|CREATE INDEX i ", "ON t (c)|]"));""")]
    [InlineData("""migrationBuilder.Sql(string.Join("; ", "SELECT 1", "[|CREATE INDEX i ON t (c)|]", "SELECT 2"));""")]
    [InlineData("""migrationBuilder.Sql("  [|CREATE INDEX i ON t (c)|] ".Trim());""")]
    [InlineData("""migrationBuilder.Sql([|"CREATE INDEX i ON $t (c)".Replace("$t", "t")|]);""")]
    public Task JoinedText_IsFoundWhereItIsWritten(string statement) => VerifyAsync(statement);

    [Fact]
    public Task ConstantOfAnotherFile_IsFoundThereOnce() => new MigrationTest()
        .With("/0/Texts.cs", """internal static class Texts { public const string Index = "{|PHM2001:CREATE INDEX i ON t (c)|}"; }""")
        .With("/0/One.cs", MigrationTest.Migration("migrationBuilder.Sql(Texts.Index);").Replace("AddThings", "One", StringComparison.Ordinal))
        .With("/0/Two.cs", MigrationTest.Migration("migrationBuilder.Sql(Texts.Index);").Replace("AddThings", "Two", StringComparison.Ordinal))
        .VerifyAsync();

    [Fact]
    public Task ConstantOfDesignerFile_IsFoundWhereItIsUsed() => new MigrationTest()
        .With("/0/Texts.Designer.cs", """internal static class Texts { public const string Index = "CREATE INDEX i ON t (c)"; }""")
        .With("/0/One.cs", MigrationTest.Migration("migrationBuilder.Sql({|PHM2001:Texts.Index|});"))
        .VerifyAsync();

    /// <param name="statement">What [|…|] marks is the index creation.</param>
    private static Task VerifyAsync(string statement, string member = "") => MigrationTest.VerifyUpAsync(Mark(statement), Mark(Members + member));

    private static string Mark(string source) =>
        source.Replace("[|", "{|PHM2001:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);
}
