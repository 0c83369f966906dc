using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>
/// <c>Insert.IntoTable</c>, <c>Update.Table</c>, <c>Delete.FromTable</c>. The generator ties every column of <c>Row</c> and
/// <c>Where</c> to its value; each row is a statement of its own.
/// </summary>
internal sealed class RowsChain : TableChain
{
    private readonly RowChange _change;
    private IReadOnlyList<string?> _columns = [];
    private IReadOnlyList<string> _keys = [];
    private bool _isRestricted;
    private bool _namesRows;
    private int _rows;

    public RowsChain(RowChange change, ChainCall call, ICollection<Statement> statements)
        : base(call.Text("tableName"))
    {
        _change = change;
        statements.Add(new PlainStatement(call.Location, () => new ChangeRows(Table.Table, _change, _isRestricted)
        {
            Columns = ValueList.Of(_columns),
            KeyColumns = ValueList.Of(_keys),
            NamesItsRows = _namesRows,
            ListedRows = _rows,
        }));
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "Set":
                _columns = call.MemberNames();
                break;
            case "Row" when _change == RowChange.Insert:
                _columns = call.MemberNames();
                _isRestricted = true;
                _rows++;
                break;
            case "Rows":
                _isRestricted = true;
                break;
            case "Where" or "Row":
                _keys = call.MemberNames();
                _isRestricted = true;
                _namesRows = call.NamesRows();
                break;
            case "IsNull":
                _isRestricted = true;
                break;
        }
    }
}
