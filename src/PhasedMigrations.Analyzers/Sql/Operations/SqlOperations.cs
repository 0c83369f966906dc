using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

/// <summary>
/// Turns SQL into the operations that every front end yields. What a routine does is not among them: it runs when it is called.
/// A DO block runs at once, and so does what EXPLAIN ANALYZE explains.
/// </summary>
internal sealed class SqlOperations
{
    private readonly List<SqlOperation> _operations = [];
    private readonly List<SqlSpan> _notAnalysed = [];
    private int _statement;
    private bool _isInLoop;
    private bool _isInBlock;
    private bool _isRepeatable;

    private SqlOperations() { }

    public static SqlReading Read(string sql)
    {
        var operations = new SqlOperations();
        foreach (var statement in SqlParser.Parse(sql))
        {
            operations.Add(statement);
            operations._statement++;
        }

        return new SqlReading(operations._operations, operations._statement, operations._notAnalysed);
    }

    public void Add(Operation operation, SqlSpan span) => _operations.Add(new SqlOperation(operation, span, _statement, _isInLoop, _isInBlock)
    {
        IsRepeatable = _isRepeatable,
    });

    private void Add(SqlStatement statement)
    {
        _isRepeatable = Repeatability.Has(statement);
        switch (statement)
        {
            case UnanalysedStatement or PsqlCommandStatement { RunsOtherSql: true }:
                _notAnalysed.Add(statement.Span);
                break;
            case CreateTableStatement table:
                TableTranslation.Add(table, this);
                break;
            case AlterTableStatement { Kind: ObjectKind.Table } alter:
                AlterTableTranslation.Add(alter, this);
                break;
            case DataStatement data:
                AddData(data);
                break;
            case DoStatement block:
                AddBody(block.Body, block.Span);
                break;
            case ExplainStatement { IsAnalyze: true } explain:
                Add(explain.Statement);
                break;
            case CreateSchemaStatement schema:
                foreach (var element in schema.Elements)
                    Add(InSchema(schema.Schema, element));
                break;
            default:
                if (!IndexTranslation.TryAdd(statement, this) && !ObjectTranslation.TryAdd(statement, this))
                    CommandTranslation.Add(statement, this);
                break;
        }
    }

    /// <summary>A table created by CREATE SCHEMA lies in that schema, whether it says so or not.</summary>
    private static SqlStatement InSchema(string? schema, SqlStatement element) =>
        element is CreateTableStatement { Table: { Schema: null } table } create
            ? create with { Table = schema is null ? null : table with { Schema = schema } }
            : element;

    private void AddData(DataStatement statement)
    {
        foreach (var inner in statement.CommonTables)
            Add(inner);
        DataTranslation.Add(statement, this);
    }

    private void AddBody(RoutineBody body, SqlSpan block)
    {
        if (!body.IsAnalysed)
            _notAnalysed.Add(block);

        var (outer, outside) = (_isInLoop, _isInBlock);
        _isInBlock = true;
        foreach (var inner in body.Statements)
        {
            _isInLoop = outer || inner.IsInLoop;
            Add(inner.Statement);
        }

        (_isInLoop, _isInBlock) = (outer, outside);
    }
}
