using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.Table</c>, <c>Create.Column</c>, <c>Alter.Table</c>, <c>Alter.Column</c>: a table, and one column of it after the other.</summary>
internal sealed class ColumnsChain : Chain
{
    private readonly TableReference _table;
    private readonly CreateTableStatement? _newTable;
    private ColumnDefinition? _column;
    private bool _isAltered;

    private ColumnsChain(TableReference table, CreateTableStatement? newTable = null)
    {
        _table = table;
        _newTable = newTable;
    }

    public static ColumnsChain CreateTable(ChainCall call, ICollection<Statement> statements)
    {
        var table = new TableReference(call.Text("tableName"));
        var statement = new CreateTableStatement(table, call.Location);
        statements.Add(statement);
        return new ColumnsChain(table, statement);
    }

    public static ColumnsChain AlterTable(ChainCall call) => new(new TableReference(call.Text("tableName")));

    public static ColumnsChain CreateColumn(ChainCall call, ICollection<Statement> statements)
    {
        var chain = new ColumnsChain(new TableReference(name: null));
        chain.Add(call, "columnName", statements);
        return chain;
    }

    public static ColumnsChain AlterColumn(ChainCall call, ICollection<Statement> statements)
    {
        var chain = new ColumnsChain(new TableReference(name: null));
        chain.Alter(call, "columnName", statements);
        return chain;
    }

    public override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "InSchema":
                _table.Schema = call.Argument("schemaName");
                break;
            case "OnTable":
                _table.Name = call.Text("name");
                break;
            case "ToSchema":
                statements.Add(new RenameTableStatement(_table, call.Location) { NewSchema = call.Argument("name") });
                break;
            case "WithColumn":
                _column = new ColumnDefinition(call.Text("name"), call.Branching);
                _newTable?.Columns.Add(_column);
                break;
            case "AddColumn":
                Add(call, "name", statements);
                break;
            case "AlterColumn":
                Alter(call, "name", statements);
                break;
            default:
                if (_column is { } column)
                    Describe(column, call, statements);
                break;
        }

        return this;
    }

    private void Add(ChainCall call, string nameParameter, ICollection<Statement> statements)
    {
        _column = new ColumnDefinition(call.Text(nameParameter), call.Branching);
        _isAltered = false;
        statements.Add(new AddColumnStatement(_table, _column, call.Location));
    }

    private void Alter(ChainCall call, string nameParameter, ICollection<Statement> statements)
    {
        _column = new ColumnDefinition(call.Text(nameParameter), call.Branching);
        _isAltered = true;
        statements.Add(new AlterColumnStatement(_table, _column, call.Location));
    }

    /// <summary>The default of a column that is altered changes in a statement of its own.</summary>
    private void SetDefault(ColumnDefinition column, ChainCall call, ICollection<Statement> statements)
    {
        column.Default = call.Default(call.Name == "WithDefault" ? "method" : "value");
        if (_isAltered)
            statements.Add(new PlainStatement(call.Location, () => new ChangeColumnDefault(_table.Table, column.Name, column.Default)));
    }

    private void Describe(ColumnDefinition column, ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "Nullable":
                column.SetNullable(isNullable: true, call.Branching);
                break;
            case "NotNullable":
                column.SetNullable(isNullable: false, call.Branching);
                break;
            case "WithDefault" or "WithDefaultValue":
                SetDefault(column, call, statements);
                break;
            case "Identity" or "Computed":
                column.IsValueGenerated = true;
                break;
            case "AsCustom":
                CustomType.Describe(column, call.Text("customType"));
                break;
            case "PrimaryKey":
                column.IsPrimaryKey = true;
                break;
            case "SetExistingRowsTo" when !_isAltered && !column.FillsExistingRows:
                column.FillsExistingRows = true;
                statements.Add(new FillColumnStatement(_table, column, call.Location));
                break;
            case "Indexed" or "Unique":
                statements.Add(new CreateIndexStatement(_table, call.Text("indexName"), call.Location) { IsUnique = call.Name == "Unique", Columns = { column.Name } });
                break;
            case "ForeignKey" when call.Has("primaryTableName"):
                var principal = call.Table("primaryTableName", "primaryTableSchema");
                statements.Add(new AddForeignKeyStatement(_table, principal, call.Text("foreignKeyName"), call.Location)
                {
                    Columns = { column.Name },
                    PrincipalColumns = { call.Text("primaryColumnName") },
                });
                break;
            case "ReferencedBy":
                var referring = call.Table("foreignTableName", "foreignTableSchema");
                statements.Add(new AddForeignKeyStatement(referring, _table, call.Text("foreignKeyName"), call.Location)
                {
                    Columns = { call.Text("foreignColumnName") },
                    PrincipalColumns = { column.Name },
                });
                break;
        }
    }
}
