using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A column as a chain has described it so far.</summary>
/// <param name="branching">How many undecided branches surround the call that began the column.</param>
internal sealed class ColumnDefinition(string? name, int branching)
{
    public string? Name { get; } = name;

    /// <summary>True, false, or null when neither was said.</summary>
    public bool? IsNullable { get; private set; }

    public ColumnDefault Default { get; set; } = ColumnDefault.None.Instance;

    /// <inheritdoc cref="Column.Type"/>
    public string? Type { get; set; }

    public bool IsValueGenerated { get; set; }

    public bool IsPrimaryKey { get; set; }

    /// <summary><c>SetExistingRowsTo</c> was called: the column is added nullable, filled, and made required only then.</summary>
    public bool FillsExistingRows { get; set; }

    /// <summary>A branch that may not run can only take a finding away: what it requires is not certain, what it allows may be allowed.</summary>
    public void SetNullable(bool isNullable, int branchingOfCall)
    {
        if (isNullable || branchingOfCall <= branching)
            IsNullable = isNullable;
    }
}
