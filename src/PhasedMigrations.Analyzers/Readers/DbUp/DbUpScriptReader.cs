using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.SqlStrings;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.DbUp;

/// <summary>Reads the commands that a script runs while it is asked for its text, and then the text.</summary>
internal sealed class DbUpScriptReader : CodeReader
{
    private readonly SqlHandOvers _handOvers;
    private readonly UnitBuilder _unit;

    private DbUpScriptReader(ReadingSession session, SqlHandOvers handOvers, TransactionOrigin surrounding)
        : base(session)
    {
        _handOvers = handOvers;
        _unit = new UnitBuilder(UnitKind.Script, surrounding);
    }

    public static MigrationUnit Read(IOperation body, ReadingSession session, SqlHandOvers handOvers, TransactionOrigin surrounding)
    {
        var reader = new DbUpScriptReader(session, handOvers, surrounding);
        reader.Visit(body, ConstantEvaluation.In(session));
        return reader._unit.ToUnit();
    }

    protected override Flow VisitStatement(IOperation operation, ConstantEvaluation evaluation)
    {
        var flow = base.VisitStatement(operation, evaluation);
        if (operation is IReturnOperation { ReturnedValue: { } script } && !IsInCall)
            Add(script, evaluation, SqlDelivery.Statements);
        else if (_handOvers.Of(operation) is { Kind: UnitKind.Command, Sql: var command })
            Add(command, evaluation, SqlDelivery.Command);
        return flow;
    }

    protected override bool IsFollowed(IInvocationOperation call) => call.TargetMethod.ContainingType is { } type
        && SymbolEqualityComparer.Default.Equals(type, call.Instance?.Type);

    /// <summary>The command factory that DbUp gives, what it makes, and the connection behind it.</summary>
    protected override bool LeadsToSchema(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod.ReturnType: var made } => LeadsToSchema(made),
        { Name: "IDbCommand" or "IDbConnection" or "DbCommand" or "DbConnection" or "NpgsqlCommand" or "NpgsqlConnection" } => true,
        _ => false,
    };

    private void Add(IOperation sql, ConstantEvaluation evaluation, SqlDelivery delivery)
    {
        if (sql is IThrowOperation or IConversionOperation { Operand: IThrowOperation }
            || evaluation.Evaluate(sql) is { IsKnown: true, Value: null or "" })
            return;
        if (SqlText.Of(sql, evaluation) is not { } text)
            _unit.AddNotAnalysed(sql.Syntax.GetLocation());
        else
            _unit.AddSql(delivery == SqlDelivery.Statements ? text.With(TemplateVariables.Replace(text.Text)) : text, delivery);
    }
}
