using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class AddForeignKeyStatement(TableReference table, TableReference principal, string? name, Location location)
    : OperationStatement(location)
{
    public List<string?> Columns { get; } = [];

    public List<string?> PrincipalColumns { get; } = [];

    protected override Operation ToOperation() => new AddForeignKey(table.Table, name, principal.Table)
    {
        Columns = ValueList.Of(Columns),
        PrincipalColumns = ValueList.Of(PrincipalColumns),
    };
}
