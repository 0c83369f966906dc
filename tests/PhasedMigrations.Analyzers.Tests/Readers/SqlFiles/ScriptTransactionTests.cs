using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PhasedMigrations.Analyzers.Tests.Robustness;
using PhasedMigrations.Options;
using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

/// <summary>Which transaction each statement of a script runs in.</summary>
public sealed class ScriptTransactionTests
{
    private const string Statements = "DROP TABLE a;\nDROP TABLE b;";

    [Theory]
    [InlineData(Statements, "0 0")]
    [InlineData("DROP TABLE a; BEGIN; DROP TABLE b; DROP TABLE c; COMMIT; DROP TABLE d;", "0 2 2 0")]
    [InlineData("-- evolve-tx-off\n" + Statements, "2 2")]
    [InlineData("/* Evolve-Tx-Off */ DROP TABLE a", "0")]
    [InlineData("-- more\n-- evolve-tx-off\n" + Statements, "0 0")]
    [InlineData("-- +goose Up\n" + Statements, "1 1")]
    [InlineData("-- +goose NO TRANSACTION\n-- +goose Up\n" + Statements, "0 0")]
    [InlineData("-- migrate:up\n" + Statements, "1 1")]
    [InlineData("-- migrate:up transaction:false\n" + Statements, "0 0")]
    [InlineData("-- +migrate Up notransaction\n" + Statements, "0 0")]
    public void Script_RunsAsItsOwnWordsSay(string sql, string transactions) => Assert.Equal(transactions, Transactions("1.sql", sql));

    [Theory]
    [InlineData("V1__a.sql", Statements, "1 1")]
    [InlineData("R__a.sql", Statements, "1 1")]
    [InlineData("a.sql", Statements, "0 0")]
    [InlineData("V1__a.sql", "-- evolve-tx-off\n" + Statements, "2 2")]
    [InlineData("V1__a.sql", "-- evolve-tx-off\nDROP TABLE a", "0")]
    public void ScriptOfEvolve_RunsInATransactionOfItsOwn(string name, string sql, string transactions) =>
        Assert.Equal(transactions, Transactions(name, sql, references: "Evolve"));

    [Theory]
    [InlineData("class P { object Up(dynamic b) => b.Build(); }", "0 0")]
    [InlineData("class P { object Up(dynamic b) => b.WithTransactionPerScript().Build(); }", "1 1")]
    [InlineData("class P { object Up(dynamic b) => b.WithoutTransaction().Build(); }", "0 0")]
    public void ScriptOfDbUp_RunsAsTheCodeSays(string code, string transactions) =>
        Assert.Equal(transactions, Transactions("V1__a.sql", Statements, code: code, references: ["dbup-core", "dbup-postgresql"]));

    [Theory]
    [InlineData(true, "1 1")]
    [InlineData(false, "0 0")]
    public void Option_SaysWhatTheRunnerDoes(bool wraps, string transactions) =>
        Assert.Equal(transactions, Transactions("V1__a.sql", Statements, wraps));

    private static string Transactions(string name, string sql, bool? wraps = null, string code = "", params string[] references)
    {
        var compilation = CSharpCompilation.Create(
            "Scripts",
            [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)],
            MigrationTest.AllReferences.Where(reference => references.Contains(Path.GetFileNameWithoutExtension(reference.Display))));
        var options = AnalysisOptions.From(new ScriptRun.Settings([])) with { SqlTransaction = wraps };
        var script = new Script(new ScriptRun.Script("/db/" + name, sql), options, new ScriptRunner(compilation), "/db/", new ScriptCache());

        return string.Join(' ', script.Read(TestContext.Current.CancellationToken).Operations
            .Where(operation => operation.Operation is Model.DropTable)
            .Select(operation => operation.Transaction.Number));
    }
}
