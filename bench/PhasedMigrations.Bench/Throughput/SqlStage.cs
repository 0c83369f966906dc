using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.History;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.SqlFiles;
using PhasedMigrations.Rules;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Operations;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>How far the files are read. Each stage does the work of those before it.</summary>
/// <param name="Run">Returns how many tokens, statements, operations or findings there were.</param>
internal sealed record SqlStage(string Name, Func<SqlCorpus, int> Run)
{
    private static readonly AnalysisOptions Options = AnalysisOptions.From(NoOptions.Instance);

    public static readonly IReadOnlyList<SqlStage> All =
    [
        new("lex", corpus => corpus.Files.Sum(file => Lex(file.Text))),
        new("parse", corpus => corpus.Files.Sum(file => SqlParser.Parse(file.Text).Count)),
        new("operations", corpus => corpus.Files.Sum(file => SqlOperations.Read(file.Text).Operations.Count)),
        new("rules", corpus => corpus.Files.Sum(Check)),
        new("analyzer", corpus => AnalyzerRun.Of(corpus).Length),
    ];

    private static int Check(SqlFile file)
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(ScriptText.Of(file.Path, SourceText.From(file.Text), withDown: false), SqlDelivery.Statements);
        return UnitCheck.Run(unit.ToUnit(), new UnitSchema(), Options).Count();
    }

    private static int Lex(string text)
    {
        var lexer = new SqlLexer(text);
        var tokens = 0;
        while (lexer.Next().Kind != SqlTokenKind.End)
            tokens++;
        return tokens;
    }
}
