using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.FluentMigrator.Chains;
using PhasedMigrations.Readers.FluentMigrator.Statements;
using PhasedMigrations.Readers.SqlFiles;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>
/// Follows FluentMigrator's chains as they run. Every call of a chain returns the object that describes one statement, so a chain
/// that is kept in a local, given to a helper or returned by one goes on with the same statement.
/// </summary>
internal sealed class FluentReader : CodeReader
{
    private readonly FluentMigratorTypes _types;
    private readonly FluentSql _sql;
    private readonly ChainValues _chains;
    private readonly CancellationToken _cancellationToken;
    private readonly List<Statement> _statements = [];
    private Chain? _returned;

    private FluentReader(
        FluentMigratorTypes types, FluentSql sql, ReadingSession session, ChainValues chains, CancellationToken cancellationToken)
        : base(session)
    {
        _types = types;
        _sql = sql;
        _chains = chains;
        _cancellationToken = cancellationToken;
    }

    /// <param name="bind">Binds a declaration of the same compilation, in whatever file it stands; null for one that is not read.</param>
    /// <param name="migration">The class whose Up or Down this is: virtual members are followed to its overrides.</param>
    public static IReadOnlyList<Statement> Read(
        IOperation body,
        FluentMigratorTypes types,
        FluentSql sql,
        Func<SyntaxNode, IOperation?> bind,
        INamedTypeSymbol migration,
        CancellationToken cancellationToken)
    {
        var chains = new ChainValues(types);
        var session = new ReadingSession(bind, chains.Of, migration, cancellationToken);
        var reader = new FluentReader(types, sql, session, chains, cancellationToken);
        reader.Visit(body, ConstantEvaluation.In(session));
        return reader._statements;
    }

    protected override Flow VisitStatement(IOperation operation, ConstantEvaluation evaluation)
    {
        var flow = base.VisitStatement(operation, evaluation);
        switch (operation)
        {
            case IReturnOperation { ReturnedValue: { } value }:
                _returned = ChainOf(value, evaluation) ?? _returned;
                break;
            case IPropertyReferenceOperation { Instance: var owner } root when _types.IsFluent(root.Type):
                _chains.Set(root.Syntax, RootOf(owner, evaluation));
                break;
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                _chains.Set(declarator.Symbol, ChainOf(initializer.Value, evaluation));
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value }:
                _chains.Set(local, ChainOf(value, evaluation));
                break;
        }

        if (_sql.Commands.Of(operation) is { Kind: UnitKind.Command, Sql: var command })
            AddCommand(command, evaluation);
        return flow;
    }

    protected override void VisitInvocation(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var method = call.TargetMethod;
        if (!method.DeclaringSyntaxReferences.IsEmpty || !IsOfTheLanguage(call))
        {
            _returned = null;
            base.VisitInvocation(call, evaluation);
            _chains.Set(call.Syntax, _types.LeadsToSchema(method.ReturnType) ? _returned : null);
            return;
        }

        foreach (var child in call.ChildOperations)
            Visit(child, evaluation);
        if (method.Name == "IfDatabase")
            _chains.Set(call.Syntax, DatabaseQuestion.Answer(call, evaluation) == false ? Silent.Instance : Root.Instance);
        else if (ChainOf(ReceiverOf(call), evaluation) is { } chain)
            Continue(chain, call, evaluation);
    }

    protected override bool IsFollowed(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: false, ContainingType: { } type } && (_types.IsMigration(type) || _types.HoldsMigration(type));

    protected override bool LeadsToSchema(ITypeSymbol? type) => _types.LeadsToSchema(type);

    private bool IsOfTheLanguage(IInvocationOperation call) =>
        _types.LeadsToSchema(call.TargetMethod.ContainingType) || (ReceiverOf(call) is { Type: { } type } && _types.IsOfTheLanguage(type));

    private void Continue(Chain chain, IInvocationOperation call, ConstantEvaluation evaluation)
    {
        if (_types.IsDatabaseScope(call.TargetMethod.ContainingType) && call.TargetMethod.Name == "Delegate")
        {
            if (chain is not Silent)
                RunGivenCode(call, evaluation);
        }
        else if (call.TargetMethod.ContainingType.Name == "IExecuteExpressionRoot" && call.TargetMethod.Name != "Sql")
        {
            if (chain is not Silent)
                Execute(call, evaluation);
        }
        else
        {
            _chains.Set(call.Syntax, chain.Continue(new ChainCall(call, evaluation, Branching), _statements));
        }
    }

    /// <summary><c>Execute.Script</c>, <c>Execute.EmbeddedScript</c>, <c>Execute.WithConnection</c>.</summary>
    private void Execute(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        if (call.TargetMethod.Name == "WithConnection")
            RunGivenCode(call, evaluation);
        else if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String) is { Value: var name })
            _statements.Add(new RawSqlStatement(name.Syntax.GetLocation(), ScriptNamed(evaluation.Evaluate(name).AsText, call.TargetMethod.Name)));
    }

    private void AddCommand(IOperation command, ConstantEvaluation evaluation)
    {
        var sql = SqlText.Of(command, evaluation);
        if (sql is null || !ForeignParameters.AreIn(sql.Text))
            _statements.Add(new RawSqlStatement(command.Syntax.GetLocation(), sql));
    }

    private SqlText? ScriptNamed(string? name, string method)
    {
        var file = name is null ? null : method == "Script" ? _sql.Scripts.AtPath(name) : _sql.Scripts.Embedded(name);
        return file is null ? null : NamedScripts.Read(file, _cancellationToken);
    }

    /// <summary><c>Create</c> and its like, of <c>IfDatabase(…)</c>, of the migration or of another object that has it.</summary>
    private Chain RootOf(IOperation? owner, ConstantEvaluation evaluation) =>
        _types.IsDatabaseScope(owner?.Type) && ChainOf(owner, evaluation) is { } scope ? scope : Root.Instance;

    private static Chain? ChainOf(IOperation? operation, ConstantEvaluation evaluation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return evaluation.Evaluate(operation).Value as Chain;
    }

    private static IOperation? ReceiverOf(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
}
