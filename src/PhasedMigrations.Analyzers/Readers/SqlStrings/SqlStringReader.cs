using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// Reads the SQL strings of one file. The commands of a file are one unit, those that make tables first: code that sets up its own tables
/// and indexes does so with several commands, and nobody reads a table before it is there.
/// </summary>
internal sealed class SqlStringReader(SqlHandOvers handOvers, ReadingSession session, SemanticModel model, CancellationToken cancellationToken)
{
    private static readonly Regex MakesTable =
        new(@"\bCREATE\s+(\w+\s+){0,2}TABLE\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly ConstantEvaluation _evaluation = ConstantEvaluation.In(session);
    private readonly List<MigrationUnit> _units = [];
    private readonly List<SqlText> _commands = [];
    private readonly List<(SyntaxNode Batch, SqlText Sql)> _batched = [];

    /// <param name="callSites">What <see cref="SqlCallSites"/> found in the file.</param>
    /// <param name="scripts">Who opens a transaction for the scripts.</param>
    public IReadOnlyList<MigrationUnit> Read(IEnumerable<SyntaxNode> callSites, Func<TransactionOrigin> scripts)
    {
        foreach (var callSite in callSites)
        {
            if (handOvers.Of(model.GetOperation(callSite, cancellationToken)) is { } handOver)
                Add(handOver, callSite, scripts);
        }

        _commands.AddRange(_batched.GroupBy(command => command.Batch).Select(Combined));
        var unit = new UnitBuilder(UnitKind.Command, TransactionOrigin.None);
        foreach (var command in _commands.OrderBy(command => !MakesTable.IsMatch(command.Text)))
            unit.AddSql(command, SqlDelivery.Command);
        _units.Add(unit.ToUnit());
        return _units;
    }

    private void Add(SqlHandOver handOver, SyntaxNode callSite, Func<TransactionOrigin> scripts)
    {
        var sql = SqlText.Of(handOver.Sql, _evaluation);
        if (handOver.Kind == UnitKind.Script)
            AddScript(sql, handOver, scripts());
        else if (sql is not null && BatchOf(callSite) is { } batch)
            _batched.Add((batch, sql));
        else if (sql is not null && SchemaWords.AreIn(sql.Text) && !ForeignParameters.AreIn(sql.Text))
            _commands.Add(sql);
    }

    private void AddScript(SqlText? sql, SqlHandOver handOver, TransactionOrigin surrounding)
    {
        var script = new UnitBuilder(UnitKind.Script, surrounding);
        if (sql is null)
            script.AddNotAnalysed(handOver.Sql.Syntax.GetLocation());
        else
            script.AddSql(sql.With(TemplateVariables.Replace(sql.Text)), SqlDelivery.Statements);
        _units.Add(script.ToUnit());
    }

    private static SqlText Combined(IGrouping<SyntaxNode, (SyntaxNode Batch, SqlText Sql)> batch)
    {
        var commands = batch.Select(command => command.Sql).ToList();
        return commands.Count == 1 ? commands[0] : new CombinedSqlText(commands);
    }

    /// <summary>
    /// The list of commands that a batch is initialised with: the server runs them in one transaction. Null for a command that is in
    /// none, and for a batch with error barriers, whose commands run one by one.
    /// </summary>
    public static SyntaxNode? BatchOf(SyntaxNode command) => command.Parent switch
    {
        InitializerExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "BatchCommands" }, Parent: InitializerExpressionSyntax batch } } list
            when !batch.Expressions.Any(IsErrorBarrier) => list,
        _ => null,
    };

    private static bool IsErrorBarrier(ExpressionSyntax setting) =>
        setting is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "EnableErrorBarriers" }, Right: var value }
        && value.ToString() != "false";
}
