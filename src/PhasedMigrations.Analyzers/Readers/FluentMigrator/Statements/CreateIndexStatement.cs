using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class CreateIndexStatement(TableReference table, string? name, Location location) : OperationStatement(location)
{
    public bool IsUnique { get; set; }

    public bool IsConcurrent { get; set; }

    public List<string?> Columns { get; } = [];

    /// <summary>Columns that it only carries along.</summary>
    public List<string> Included { get; } = [];

    /// <summary>A condition leaves rows out.</summary>
    public bool IsPartial { get; set; }

    protected override Operation ToOperation() => new CreateIndex(table.Table, name, IsUnique, IsConcurrent)
    {
        Columns = ValueList.Of(Columns),
        OtherColumns = ValueList.Of(Included),
        IsPartial = IsPartial,
    };
}
