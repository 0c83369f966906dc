using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create</c>, <c>Alter</c>, <c>Rename</c>, <c>Delete</c> and their like, of the migration or of <c>IfDatabase(…)</c>.</summary>
internal sealed class Root : Chain
{
    public static readonly Root Instance = new();

    public override Chain Continue(ChainCall call, ICollection<Statement> statements) => (call.TypeName, call.Name) switch
    {
        ("ICreateExpressionRoot", "Table") => ColumnsChain.CreateTable(call, statements),
        ("ICreateExpressionRoot", "Column") => ColumnsChain.CreateColumn(call, statements),
        ("ICreateExpressionRoot", "Index") => new IndexChain(call, statements),
        ("ICreateExpressionRoot", "ForeignKey") => new ForeignKeyChain(call, statements),
        ("IAlterExpressionRoot", "Table") => ColumnsChain.AlterTable(call),
        ("IAlterExpressionRoot", "Column") => ColumnsChain.AlterColumn(call, statements),
        ("IRenameExpressionRoot", "Table") => new RenameTableChain(call, statements),
        ("IRenameExpressionRoot", "Column") => new RenameColumnChain(call, statements),
        ("ICreateExpressionRoot", "PrimaryKey" or "UniqueConstraint") => new ConstraintChain(call, statements),
        ("IDeleteExpressionRoot", "Table") => DropChain.OfTable(call, statements),
        ("IDeleteExpressionRoot", "Column") => DropChain.OfColumn(call, statements),
        ("IDeleteExpressionRoot", "Index") => DropChain.OfIndex(call, statements),
        ("IDeleteExpressionRoot", "PrimaryKey") => DropChain.OfConstraint(call, "primaryKeyName", statements),
        ("IDeleteExpressionRoot", "UniqueConstraint") => DropChain.OfConstraint(call, "constraintName", statements),
        ("IDeleteExpressionRoot", "ForeignKey") => DropChain.OfConstraint(call, "foreignKeyName", statements),
        ("IDeleteExpressionRoot", "DefaultConstraint") => new DefaultChain(call, statements),
        ("IDeleteExpressionRoot", "Schema") => DropSchema(call, statements),
        ("IDeleteExpressionRoot", "FromTable") => new RowsChain(RowChange.Delete, call, statements),
        ("IInsertExpressionRoot", "IntoTable") => new RowsChain(RowChange.Insert, call, statements),
        ("IUpdateExpressionRoot", "Table") => new RowsChain(RowChange.Update, call, statements),
        ("IExecuteExpressionRoot", "Sql") => ExecuteSql(call, statements),
        _ => Silent.Instance,
    };

    private static Silent ExecuteSql(ChainCall call, ICollection<Statement> statements)
    {
        statements.Add(new RawSqlStatement(call.LocationOf("sqlStatement"), call.Sql("sqlStatement")));
        return Silent.Instance;
    }

    private static Silent DropSchema(ChainCall call, ICollection<Statement> statements)
    {
        var schema = call.Text("schemaName");
        statements.Add(new PlainStatement(call.Location, () => new DropSchema(schema)));
        return Silent.Instance;
    }
}
