namespace PhasedMigrations.Analyzers.Tests.Readers;

public sealed class ActiveProviderTests
{
    private const string Index = """migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "id")""";
    private const string Finding = "{|PHM2001:" + Index + "|}";
    private const string Npgsql = "\"Npgsql.EntityFrameworkCore.PostgreSQL\"";

    [Theory]
    [InlineData("if (migrationBuilder.IsNpgsql()) X;")]
    [InlineData("if (!migrationBuilder.IsSqlite()) X;")]
    [InlineData($"if (migrationBuilder.ActiveProvider == {Npgsql}) X;")]
    [InlineData($"if ({Npgsql} == migrationBuilder.ActiveProvider) X;")]
    [InlineData($"if (ActiveProvider == {Npgsql}) X;")]
    [InlineData($"if (migrationBuilder.ActiveProvider is {Npgsql}) X;")]
    [InlineData("""if (migrationBuilder.ActiveProvider is not "Microsoft.EntityFrameworkCore.Sqlite") X;""")]
    [InlineData("""if (migrationBuilder.ActiveProvider.Contains("Npgsql")) X;""")]
    [InlineData("""if (migrationBuilder.ActiveProvider.EndsWith("postgresql", System.StringComparison.OrdinalIgnoreCase)) X;""")]
    [InlineData($"if (string.Equals(migrationBuilder.ActiveProvider, {Npgsql})) X;")]
    [InlineData("if (migrationBuilder.IsSqlite()) return; X;")]
    [InlineData("if (migrationBuilder.IsSqlite()) { } else X;")]
    [InlineData("var isPostgres = migrationBuilder.IsNpgsql(); if (isPostgres) X;")]
    [InlineData($"switch (migrationBuilder.ActiveProvider) {{ case {Npgsql}: X; break; }}")]
    [InlineData("""switch (migrationBuilder.ActiveProvider) { case "Microsoft.EntityFrameworkCore.Sqlite": return; default: break; } X;""")]
    [InlineData("""switch (migrationBuilder.ActiveProvider) { default: X; break; case "Microsoft.EntityFrameworkCore.Sqlite": break; }""")]
    [InlineData("if (System.DateTime.Now.Year > 2000) X;")]
    [InlineData("if (migrationBuilder.IsNpgsql() || System.DateTime.Now.Year > 2000) X;")]
    public Task BranchThatPostgreSqlTakes_Triggers(string statements) => MigrationTest.VerifyAsync(Source(statements, Finding));

    [Theory]
    [InlineData("if (migrationBuilder.IsSqlite()) X;")]
    [InlineData("if (!migrationBuilder.IsNpgsql()) X;")]
    [InlineData("if (migrationBuilder.IsNpgsql()) { } else X;")]
    [InlineData("if (migrationBuilder.IsNpgsql()) return; X;")]
    [InlineData("if (!migrationBuilder.IsNpgsql()) X; else { }")]
    [InlineData($"if (migrationBuilder.ActiveProvider != {Npgsql}) X;")]
    [InlineData("""if (migrationBuilder.ActiveProvider is "Microsoft.EntityFrameworkCore.Sqlite") X;""")]
    [InlineData("""if (migrationBuilder.ActiveProvider is "Microsoft.EntityFrameworkCore.Sqlite" or "Pomelo.EntityFrameworkCore.MySql") X;""")]
    [InlineData("if (migrationBuilder.IsSqlite() && System.DateTime.Now.Year > 2000) X;")]
    [InlineData("""switch (migrationBuilder.ActiveProvider) { case "Microsoft.EntityFrameworkCore.Sqlite": X; break; }""")]
    [InlineData($"switch (migrationBuilder.ActiveProvider) {{ case {Npgsql}: return; default: break; }} X;")]
    [InlineData($"switch (migrationBuilder.ActiveProvider) {{ case {Npgsql}: break; default: X; break; }}")]
    [InlineData("""if (migrationBuilder.ActiveProvider switch { "Npgsql.EntityFrameworkCore.PostgreSQL" => false, _ => true }) X;""")]
    [InlineData("throw new System.NotSupportedException(); X;")]
    public Task BranchOfAnotherProvider_DoesNotTrigger(string statements) => MigrationTest.VerifyAsync(Source(statements, Index));

    /// <summary>The table name is chosen by provider.</summary>
    [Fact]
    public Task ValueChosenByProvider_IsResolved() => MigrationTest.VerifyAsync(Source(
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { id = table.Column<int>() });
        migrationBuilder.CreateIndex(name: "IX", table: migrationBuilder.IsNpgsql() ? "orders" : "Orders", column: "id");
        """, ""));

    private static string Source(string statements, string index) => $$"""
        #pragma warning disable CS0162
        using Microsoft.EntityFrameworkCore;
        {{MigrationTest.Migration(statements.Replace("X;", index + ";", StringComparison.Ordinal))}}
        """;
}
