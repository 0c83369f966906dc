using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A table that a chain names piece by piece.</summary>
internal sealed class TableReference(string? name)
{
    public string? Name { get; set; } = name;

    public Constant Schema { get; set; } = Constant.Of(null);

    /// <summary>Null when the name or its schema cannot be computed.</summary>
    public TableName? Table => Name is { } name && Schema.IsKnown ? new TableName(Schema.AsText, name) : null;
}
