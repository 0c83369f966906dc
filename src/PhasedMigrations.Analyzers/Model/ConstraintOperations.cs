namespace PhasedMigrations.Model;

/// <summary>A foreign key that reads no existing row: NOT VALID, or on a column that is new and NULL everywhere.</summary>
/// <param name="IsNotValid">VALIDATE CONSTRAINT has to follow.</param>
internal sealed record AddUncheckedForeignKey(TableName? Table, string? Name, TableName? PrincipalTable, bool IsNotValid) : Operation
{
    /// <inheritdoc cref="AddForeignKey.Columns"/>
    public ValueList<string?> Columns { get; init; } = [];

    /// <inheritdoc cref="AddForeignKey.PrincipalColumns"/>
    public ValueList<string?> PrincipalColumns { get; init; } = [];

    /// <summary>PostgreSQL 18: NOT ENFORCED, so that no row is ever checked.</summary>
    public bool IsNotEnforced { get; init; }
}

/// <summary>A CHECK constraint, or NOT NULL added as a constraint that is NOT VALID (PostgreSQL 18).</summary>
/// <param name="ChecksExistingRows">False for NOT VALID and NOT ENFORCED.</param>
internal sealed record AddCheckConstraint(TableName? Table, string? Name, bool ChecksExistingRows) : Operation
{
    /// <summary>The columns that the condition mentions.</summary>
    public ValueList<string?> Columns { get; init; } = [];

    /// <summary>The columns of which it proves that they are not NULL once it has checked every row.</summary>
    public ValueList<string> ProvesNotNull { get; init; } = [];

    /// <summary>NOT NULL of PostgreSQL 18, and no CHECK: once it is validated the column is required.</summary>
    public bool IsNotNull { get; init; }
}

/// <param name="UsingIndex">The index that becomes the constraint's; without one it is built under the lock.</param>
internal sealed record AddUniqueConstraint(TableName? Table, string? Name, bool IsPrimaryKey, string? UsingIndex) : Operation
{
    /// <summary>Empty with <see cref="UsingIndex"/>. Null stands for an unresolved name.</summary>
    public ValueList<string?> Columns { get; init; } = [];
}

internal sealed record AddExclusionConstraint(TableName? Table, string? Name) : Operation;

internal sealed record ValidateConstraint(TableName? Table, string? Name) : Operation;

/// <summary>PostgreSQL 18: a constraint that was NOT ENFORCED checks every row from now on, the existing ones at once.</summary>
internal sealed record EnforceConstraint(TableName? Table, string? Name) : Operation;

internal sealed record DropConstraint(TableName? Table, string? Name) : Operation;

internal sealed record RenameConstraint(TableName? Table, string? Name, string? NewName) : Operation;

/// <summary>A constraint of a domain is checked in every table that uses the domain.</summary>
internal sealed record AddDomainConstraint(TableName? Domain, string? Name, bool ChecksExistingRows) : Operation;
