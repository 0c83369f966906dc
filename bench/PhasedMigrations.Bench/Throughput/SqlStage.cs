using System.Collections.Immutable;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Rules;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Operations;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>How far a file is read. Each stage does the work of those before it.</summary>
/// <param name="Run">Returns how many tokens, statements, operations or findings there were.</param>
internal sealed record SqlStage(string Name, Func<SqlFile, int> Run)
{
    private static readonly AnalysisOptions Options = new(
        AnalysisOptions.NewestPostgreSqlVersion, StartAfter: null, ImmutableHashSet<string>.Empty, AnalyzeDown: false, Dialect.PostgreSql);

    public static readonly IReadOnlyList<SqlStage> All =
    [
        new("lex", Lex),
        new("parse", file => SqlParser.Parse(file.Text).Count),
        new("operations", file => SqlOperations.Read(file.Text).Operations.Count),
        new("rules", file => Check(file).Count),
    ];

    public static IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> Check(SqlFile file)
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(new SqlFileText(file), SqlDelivery.Statements);
        return [.. UnitCheck.Run(unit.ToUnit(), earlier: null, Options)];
    }

    private static int Lex(SqlFile file)
    {
        var lexer = new SqlLexer(file.Text);
        var tokens = 0;
        while (lexer.Next().Kind != SqlTokenKind.End)
            tokens++;
        return tokens;
    }
}
