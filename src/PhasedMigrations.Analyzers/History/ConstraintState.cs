using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>A constraint as it stands.</summary>
/// <param name="IsValidated">Every row has been checked.</param>
/// <param name="Added">The moment since which it is there.</param>
internal sealed record ConstraintState(TableConstraint Definition, bool IsValidated, Moment Added)
{
    public string? Name => Definition.Name;

    public bool Concerns(string column) => Definition.Columns.Contains(column) || Definition.ProvesNotNull.Contains(column);

    public ConstraintState Renamed(string column, string newName) => this with
    {
        Definition = Definition with
        {
            Columns = [.. Definition.Columns.Select(name => name == column ? newName : name)],
            ProvesNotNull = [.. Definition.ProvesNotNull.Select(name => name == column ? newName : name)],
        },
    };
}
