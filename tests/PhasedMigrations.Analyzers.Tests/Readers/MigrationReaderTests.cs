using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>How the reader finds operations and computes their arguments; seen through the words of PHM2001.</summary>
public sealed class MigrationReaderTests
{
    /// <summary>Each source creates index IX_orders on orders at the marked place.</summary>
    [Theory]
    [InlineData("""[|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|];""")]
    [InlineData("""[|migrationBuilder.CreateIndex(column: "id", table: "orders", name: "IX_orders")|];""")]
    [InlineData("""[|migrationBuilder.CreateIndex(table: "orders", columns: new[] { "a", "b" }, name: "IX_" + "orders")|];""")]
    [InlineData("""const string table = "orders"; [|migrationBuilder.CreateIndex($"IX_{table}", table, "id")|];""")]
    [InlineData("""var table = "orders"; var name = "IX_" + table; [|migrationBuilder.CreateIndex(name, table, "id")|];""")]
    [InlineData("""[|migrationBuilder.CreateIndex("IX_" + nameof(Orders).ToLowerInvariant(), nameof(Orders).ToLower(), "id")|];""", "class Orders;")]
    [InlineData("""[|migrationBuilder.CreateIndex(Names.Index, Names.Table, "id")|];""",
        """static class Names { public const string Table = "orders"; public static readonly string Index = $"IX_{Table}"; }""")]
    [InlineData("""[|migrationBuilder.CreateIndex(Index, Table, "id")|];""",
        """private static string Table => "orders"; private string Index { get; } = "IX_orders";""")]
    [InlineData("""[|migrationBuilder.CreateIndex(NameOf("orders"), "orders", "id")|];""",
        """private static string NameOf(string table) => $"IX_{table}";""")]
    [InlineData("""[|migrationBuilder.CreateIndex(NameOf(), "orders", "id")|];""",
        """private static string NameOf(string table = "orders") { return "IX_" + table; }""")]
    [InlineData("""string name = null; [|migrationBuilder.CreateIndex(name ?? "IX_orders", "orders", "id")|];""")]
    [InlineData("""foreach (var table in new[] { "orders" }) [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];""")]
    [InlineData("""foreach (var table in new System.Collections.Generic.List<string> { "orders" }) [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];""")]
    [InlineData("""string[] tables = ["orders"]; foreach (var table in tables) [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];""")]
    [InlineData("""foreach (var (table, name) in new[] { ("orders", "IX_orders") }) [|migrationBuilder.CreateIndex(name, table, "id")|];""")]
    [InlineData("""foreach (var pair in new[] { (Table: "orders", Name: "IX_orders") }) [|migrationBuilder.CreateIndex(pair.Name, pair.Item1, "id")|];""")]
    [InlineData("""foreach (var spec in new[] { new { Table = "orders", Name = "IX_orders" } }) [|migrationBuilder.CreateIndex(spec.Name, spec.Table, "id")|];""")]
    [InlineData("""foreach (var spec in new[] { new Spec("orders", "IX_orders") }) [|migrationBuilder.CreateIndex(spec.Name, spec.Table, "id")|];""",
        "record Spec(string Table, string Name);")]
    [InlineData("""foreach (var pair in new System.Collections.Generic.Dictionary<string, string> { ["orders"] = "IX_orders" }) [|migrationBuilder.CreateIndex(pair.Value, pair.Key, "id")|];""")]
    [InlineData("""foreach (var (table, name) in new System.Collections.Generic.Dictionary<string, string> { { "orders", "IX_orders" } }) [|migrationBuilder.CreateIndex(name, table, "id")|];""")]
    [InlineData("""var names = new System.Collections.Generic.Dictionary<string, string> { ["orders"] = "IX_orders" }; [|migrationBuilder.CreateIndex(names["orders"], "orders", "id")|];""")]
    [InlineData("""for (var i = 0; i < 1; i++) [|migrationBuilder.CreateIndex("IX_" + new[] { "orders" }[0], "orders", "id")|];""")]
    [InlineData("""var tables = new[] { "orders" }; for (var i = 0; i < tables.Length; i++) [|migrationBuilder.CreateIndex("IX_" + tables[i], tables[i], "id")|];""")]
    [InlineData("""var done = false; while (!done) { [|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|]; done = true; }""")]
    [InlineData("""do { [|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|]; } while (false);""")]
    [InlineData("""try { [|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|]; } finally { }""")]
    [InlineData("""using (new System.IO.MemoryStream()) [|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|];""")]
    [InlineData("""new System.Collections.Generic.List<string> { "orders" }.ForEach(table => [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|]);""")]
    [InlineData("""System.Array.ForEach(new[] { "orders" }, table => { [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|]; });""")]
    [InlineData("""System.Action<string> add = table => [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|]; add("orders");""")]
    [InlineData("""Add("orders"); void Add(string table) => [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];""")]
    [InlineData("""Add(migrationBuilder, "orders");""",
        """private void Add(MigrationBuilder builder, string table) => [|builder.CreateIndex($"IX_{table}", table, "id")|];""")]
    [InlineData("""Add(table: "orders", builder: migrationBuilder);""",
        """private static void Add(MigrationBuilder builder, string table, string prefix = "IX_") { [|builder.CreateIndex(prefix + table, table, "id")|]; }""")]
    [InlineData("""Add(migrationBuilder, "orders");""",
        """private static void Add(MigrationBuilder builder, params string[] tables) { foreach (var table in tables) [|builder.CreateIndex("IX_" + table, table, "id")|]; }""")]
    [InlineData("""Add<int>(migrationBuilder, "orders");""",
        """private static void Add<T>(MigrationBuilder builder, string table) => [|builder.CreateIndex("IX_" + table, table, typeof(T).Name)|];""")]
    [InlineData("""With(b => [|b.CreateIndex("IX_orders", "orders", "id")|], migrationBuilder);""",
        """private static void With(System.Action<MigrationBuilder> action, MigrationBuilder builder) => action(builder);""")]
    [InlineData("""new[] { "orders" }.Length.ToString(); Outer(migrationBuilder);""",
        """
        private void Outer(MigrationBuilder b) => Inner(b, "orders");
        private void Inner(MigrationBuilder b, string table) => [|b.CreateIndex("IX_" + table, table, "id")|];
        """)]
    [InlineData("""new Indexes(migrationBuilder).Add("orders");""",
        """class Indexes(MigrationBuilder builder) { public void Add(string table) => [|builder.CreateIndex("IX_" + table, table, "id")|]; }""")]
    [InlineData("""_ = new Indexes(migrationBuilder, "orders");""",
        """class Indexes { public Indexes(MigrationBuilder builder, string table) => [|builder.CreateIndex("IX_" + table, table, "id")|]; }""")]
    [InlineData("""var index = [|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|]; index.Annotation("Npgsql:IndexMethod", "gin");""")]
    [InlineData("""[|migrationBuilder.CreateIndex("IX_orders", "orders", "id")|].Annotation("Npgsql:CreatedConcurrently", false);""")]
    public Task Index_IsFoundByItsName(string statements, string members = "") => VerifyMessagesAsync(
        MigrationTest.Migration(statements, members: members),
        "Creating index 'IX_orders' blocks writes to 'orders' until every row is indexed; create it concurrently");

    [Theory]
    [InlineData("""[|migrationBuilder.CreateIndex(System.Environment.MachineName, "orders", "id")|];""", "Creating an index blocks writes to 'orders'")]
    [InlineData("""[|migrationBuilder.CreateIndex("IX", System.Environment.MachineName, "id")|];""", "Creating index 'IX' blocks writes to its table")]
    [InlineData("""[|migrationBuilder.CreateIndex("IX", "orders", "id", schema: "sales")|];""", "Creating index 'IX' blocks writes to 'sales.orders'")]
    [InlineData("""[|migrationBuilder.CreateIndex("IX", "orders", "id", schema: System.Environment.MachineName)|];""", "Creating index 'IX' blocks writes to its table")]
    [InlineData("""var table = "a"; table = "b"; [|migrationBuilder.CreateIndex("IX", table, "id")|];""", "Creating index 'IX' blocks writes to its table")]
    [InlineData("""foreach (var table in System.IO.File.ReadAllLines("x")) [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];""", "Creating an index blocks writes to its table")]
    [InlineData("""[|migrationBuilder.CreateIndex($"IX_{System.Environment.MachineName:x}", "orders", "id")|];""", "Creating an index blocks writes to 'orders'")]
    public Task UnknownName_ReadsWell(string statements, string beginning) => VerifyMessagesAsync(
        MigrationTest.Migration(statements), beginning + " until every row is indexed; create it concurrently");

    [Fact]
    public Task LoopOverSeveralNames_ReportsEach() => VerifyMessagesAsync(
        MigrationTest.Migration("""foreach (var table in new[] { "a", "b" }) [|migrationBuilder.CreateIndex("IX_" + table, table, "id")|];"""),
        "Creating index 'IX_a' blocks writes to 'a' until every row is indexed; create it concurrently",
        "Creating index 'IX_b' blocks writes to 'b' until every row is indexed; create it concurrently");

    [Fact]
    public Task ForLoopOverConstantBounds_RunsEachTurn() => VerifyMessagesAsync(
        MigrationTest.Migration("""for (var i = 1; i <= 5; i += 2) { if (i == 3) continue; [|migrationBuilder.CreateIndex($"IX_{i}", "orders", "id")|]; }"""),
        "Creating index 'IX_1' blocks writes to 'orders' until every row is indexed; create it concurrently",
        "Creating index 'IX_5' blocks writes to 'orders' until every row is indexed; create it concurrently");

    [Fact]
    public Task SameFindingOfAHelperCalledTwice_IsReportedOnce() => VerifyMessagesAsync(
        MigrationTest.Migration("Add(migrationBuilder); Add(migrationBuilder);",
            members: """private void Add(MigrationBuilder b) => [|b.CreateIndex("IX", "orders", "id")|];"""),
        "Creating index 'IX' blocks writes to 'orders' until every row is indexed; create it concurrently");

    [Fact]
    public Task HelperInAnotherFile_IsFollowed_AndReportedOnceForAllMigrations() => new MigrationTest()
        .With("/0/A.cs", """
            using Microsoft.EntityFrameworkCore.Migrations;
            public class A : Migration { protected override void Up(MigrationBuilder builder) => builder.AddIndex(Names.Orders); }
            """)
        .With("/0/B.cs", """
            using Microsoft.EntityFrameworkCore.Migrations;
            public class B : Migration { protected override void Up(MigrationBuilder builder) => builder.AddIndex(Names.Orders); }
            """)
        .With("/0/Names.cs", """public static class Names { public static readonly string Orders = "orders"; }""")
        .With("/0/Extensions.cs", """
            using Microsoft.EntityFrameworkCore.Migrations;
            public static class Extensions
            {
                public static void AddIndex(this MigrationBuilder builder, string table) =>
                    {|#0:builder.CreateIndex("IX_" + table, table, "id")|};
            }
            """)
        .Expecting(new DiagnosticResult("PHM2001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("Creating index 'IX_orders' blocks writes to 'orders' until every row is indexed; create it concurrently"))
        .VerifyAsync();

    [Fact]
    public Task InheritedUp_RunsTheOverridesOfTheMigration() => new MigrationTest()
        .With("/0/TableMigration.cs", """
            using Microsoft.EntityFrameworkCore.Migrations;
            public abstract class TableMigration : Migration
            {
                protected abstract string Table { get; }
                protected override void Up(MigrationBuilder builder) => Change(builder);
                protected virtual void Change(MigrationBuilder builder) => {|#0:builder.CreateIndex("IX_" + Table, Table, "id")|};
            }
            """)
        .With("/0/A.cs", """public class A : TableMigration { protected override string Table => "orders"; }""")
        .With("/0/B.cs", """
            using Microsoft.EntityFrameworkCore.Migrations;
            public class B : TableMigration
            {
                protected override string Table => "users";
                protected override void Change(MigrationBuilder builder)
                {
                    builder.CreateTable("users", table => new { id = table.Column<int>() });
                    base.Change(builder);
                }
            }
            """)
        .Expecting(new DiagnosticResult("PHM2001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("Creating index 'IX_orders' blocks writes to 'orders' until every row is indexed; create it concurrently"))
        .VerifyAsync();

    [Theory]
    [InlineData("""var index = migrationBuilder.CreateIndex("IX", "orders", "id"); index.Annotation("Npgsql:CreatedConcurrently", true);""")]
    [InlineData("""migrationBuilder.CreateIndex("IX", "orders", "id").Annotation("Npgsql:IndexMethod", "gin").Annotation("Npgsql:CreatedConcurrently", true);""")]
    [InlineData("""migrationBuilder.CreateIndex("IX", "orders", "id").Annotation("Npgsql:" + "CreatedConcurrently", !System.Diagnostics.Debugger.IsAttached);""")]
    [InlineData("""System.Action<string> unused = table => migrationBuilder.CreateIndex("IX", table, "id");""")]
    [InlineData("""void Unused() => migrationBuilder.CreateIndex("IX", "orders", "id");""")]
    [InlineData("""foreach (var table in new string[] { }) migrationBuilder.CreateIndex("IX", table, "id");""")]
    [InlineData("""if (1 > 2) migrationBuilder.CreateIndex("IX", "orders", "id");""")]
    public Task WhatDoesNotBlock_DoesNotTrigger(string statements) => MigrationTest.VerifyUpAsync("#pragma warning disable\n" + statements);

    [Fact]
    public Task ExtensionThatWrapsTheAnnotation_DoesNotTrigger() => new MigrationTest()
        .With("/0/A.cs", MigrationTest.Migration("""migrationBuilder.CreateIndex("IX", "orders", "id").Concurrently();"""))
        .With("/0/Extensions.cs", """
            using Microsoft.EntityFrameworkCore.Migrations.Operations;
            using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;
            public static class Extensions
            {
                public static OperationBuilder<CreateIndexOperation> Concurrently(this OperationBuilder<CreateIndexOperation> index) =>
                    index.Annotation("Npgsql:CreatedConcurrently", true);
            }
            """)
        .VerifyAsync();

    private static Task VerifyMessagesAsync(string source, params string[] messages)
    {
        var marked = source.Replace("[|", "{|#0:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);
        return new MigrationTest()
            .With("/0/AddThings.cs", "#pragma warning disable CS0162, CS8632\n" + marked)
            .Expecting([.. messages.Select(message =>
                new DiagnosticResult("PHM2001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message))])
            .VerifyAsync();
    }
}
