using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateIndexStatement(TableReference table, string? name, Location location) : OperationStatement(location)
{
    public bool IsUnique { get; set; }

    public bool IsConcurrent { get; set; }

    protected override Operation ToOperation() => new CreateIndex(table.Table, name, IsUnique, IsConcurrent);
}
