namespace PhasedMigrations.Model;

internal enum ConstraintKind
{
    Check,

    /// <summary>PostgreSQL 18: NOT NULL that was added as a constraint with a name of its own.</summary>
    NotNull,
    Unique,
    PrimaryKey,
    ForeignKey,
    Exclusion,
}

/// <summary>A constraint as it is defined.</summary>
/// <param name="Name">Null when the source does not fix it, or leaves it to the server.</param>
internal sealed record TableConstraint(ConstraintKind Kind, string? Name)
{
    /// <summary>The columns of the key, in order; of a CHECK those that its condition mentions. Null stands for an unresolved name.</summary>
    public ValueList<string?> Columns { get; init; } = [];

    /// <summary>The columns of which it proves that they are not NULL once it has checked every row.</summary>
    public ValueList<string> ProvesNotNull { get; init; } = [];

    /// <summary>The table that a foreign key refers to.</summary>
    public TableName? PrincipalTable { get; init; }

    /// <summary>Empty when the foreign key refers to the primary key.</summary>
    public ValueList<string?> PrincipalColumns { get; init; } = [];

    /// <summary>Every row has been checked: false for NOT VALID and NOT ENFORCED.</summary>
    public bool IsValidated { get; init; } = true;
}
