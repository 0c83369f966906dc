namespace PhasedMigrations;

/// <summary>What PostgreSQL does with referencing rows when the row they refer to is deleted or its key changes.</summary>
public enum ForeignKeyAction
{
    /// <summary>The statement fails; checked at the end of the statement. PostgreSQL's default.</summary>
    NoAction,

    /// <summary>The statement fails; checked at once, also when the constraint is deferrable.</summary>
    Restrict,

    /// <summary>Referencing rows are deleted or get the new key.</summary>
    Cascade,

    /// <summary>Referencing columns become NULL.</summary>
    SetNull,

    /// <summary>Referencing columns get their default.</summary>
    SetDefault,
}
