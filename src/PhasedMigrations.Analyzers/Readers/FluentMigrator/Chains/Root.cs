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
        ("IDeleteExpressionRoot", "Table") => new DropTableChain(call, statements),
        _ => Silent.Instance,
    };
}
