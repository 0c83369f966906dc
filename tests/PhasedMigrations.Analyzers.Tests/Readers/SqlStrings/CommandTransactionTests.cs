using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

/// <summary>What is sent together runs in one transaction; run against Npgsql 10.0.3 and dbup-postgresql 7.0.1 on PostgreSQL 17.</summary>
public sealed class CommandTransactionTests
{
    [Theory]
    [InlineData("""npgsql.Execute("DROP TABLE a; DROP TABLE b");""", "Command")]
    [InlineData("""npgsql.Execute("BEGIN; DROP TABLE a; DROP TABLE b; COMMIT");""", "Sql")]
    [InlineData("""npgsql.Execute("DROP TABLE a"); npgsql.Execute("DROP TABLE b");""", "None")]
    [InlineData("""var b = new NpgsqlBatch { BatchCommands = { new("DROP TABLE a"), new NpgsqlBatchCommand("DROP TABLE b") } };""", "Command")]
    [InlineData("""var b = new NpgsqlBatch { BatchCommands = { new("SELECT 1"), new("DROP TABLE a") }, Timeout = 3 };""", "Command")]
    [InlineData("""var b = new NpgsqlBatch { EnableErrorBarriers = true, BatchCommands = { new("DROP TABLE a"), new("DROP TABLE b") } };""", "None")]
    [InlineData("""var b = new NpgsqlBatch { BatchCommands = { new("DROP TABLE a") } };""", "None")]
    public void Commands_ShareTheTransactionOfWhatIsSentTogether(string statement, string origin)
    {
        var unit = Assert.Single(Read(CommandTest.Source(statement)), unit => !unit.Operations.IsEmpty);

        Assert.Equal(UnitKind.Command, unit.Kind);
        Assert.All(unit.Operations, operation => Assert.Equal(origin, operation.Transaction.Origin.ToString()));
        Assert.Equal(origin == "None" ? [0] : [unit.Operations[0].Transaction.Number], unit.Operations.Select(operation => operation.Transaction.Number).Distinct());
    }

    [Theory]
    [InlineData("", "None")]
    [InlineData(".WithTransactionPerScript()", "Migration")]
    [InlineData(".WithTransaction()", "Migration")]
    public void Script_IsCutIntoItsStatementsUnlessDbUpOpensATransaction(string transactions, string origin)
    {
        var unit = Assert.Single(
            Read(CommandTest.Source($$"""DeployChanges.To.PostgresqlDatabase("").WithScript("1", "DROP TABLE a; DROP TABLE b"){{transactions}};""")),
            unit => !unit.Operations.IsEmpty);

        Assert.Equal(UnitKind.Script, unit.Kind);
        Assert.Equal(2, unit.Operations.Length);
        Assert.All(unit.Operations, operation => Assert.Equal(origin, operation.Transaction.Origin.ToString()));
    }

    private static IReadOnlyList<MigrationUnit> Read(string source)
    {
        var token = TestContext.Current.CancellationToken;
        var tree = CSharpSyntaxTree.ParseText(source, cancellationToken: token);
        var compilation = CSharpCompilation.Create("Store", [tree], CommandTest.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(token), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var sqlStrings = Assert.IsType<SqlStringFrontEnd>(SqlStringFrontEnd.Find(compilation));
        return sqlStrings.Read(
            sqlStrings.CallSitesIn(tree, _ => false, token), compilation.GetSemanticModel(tree), _ => null, dialect: null, token);
    }
}
