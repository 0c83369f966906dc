using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateIndexStatement(TableReference table, string? name, Location location) : Statement(location)
{
    public bool IsUnique { get; set; }

    public bool IsConcurrent { get; set; }

    public override Operation ToOperation() => new CreateIndex(table.Table, name, IsUnique, IsConcurrent);
}
