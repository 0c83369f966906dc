using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>A constraint of a table or of one column. Everything that may stand in a column definition is one, as in PostgreSQL's grammar.</summary>
internal abstract record SqlConstraint(SqlSpan Span, string? Name)
{
    /// <summary>Existing rows are not checked; VALIDATE CONSTRAINT does it later.</summary>
    public bool IsNotValid { get; init; }

    /// <summary>PostgreSQL 18: rows are never checked.</summary>
    public bool IsNotEnforced { get; init; }

    /// <summary>A transaction may put the check off until it commits.</summary>
    public bool IsDeferrable { get; init; }

    /// <summary>Every transaction puts it off unless it says otherwise.</summary>
    public bool IsInitiallyDeferred { get; init; }
}

/// <param name="Column">Null inside a column definition, where it is that column.</param>
internal sealed record NotNullConstraint(SqlSpan Span, string? Name, string? Column) : SqlConstraint(Span, Name);

/// <summary>An explicit NULL: the column accepts it.</summary>
internal sealed record NullConstraint(SqlSpan Span, string? Name) : SqlConstraint(Span, Name);

internal sealed record DefaultConstraint(SqlSpan Span, string? Name, SqlExpression Value) : SqlConstraint(Span, Name);

internal sealed record CheckConstraint(SqlSpan Span, string? Name, SqlExpression Condition) : SqlConstraint(Span, Name);

/// <summary>UNIQUE or PRIMARY KEY.</summary>
/// <param name="Columns">Empty inside a column definition and with <paramref name="UsingIndex"/>.</param>
/// <param name="UsingIndex">The existing index that becomes the constraint's own.</param>
internal sealed record UniqueConstraint(SqlSpan Span, string? Name, bool IsPrimaryKey, IReadOnlyList<string?> Columns, string? UsingIndex)
    : SqlConstraint(Span, Name)
{
    /// <summary>PostgreSQL 18: the last column is a range whose values may not overlap.</summary>
    public bool IsWithoutOverlaps { get; init; }
}

internal sealed record ExcludeConstraint(SqlSpan Span, string? Name, string? Method) : SqlConstraint(Span, Name);

/// <param name="Columns">Empty inside a column definition.</param>
/// <param name="PrincipalColumns">Empty when the constraint refers to the primary key.</param>
internal sealed record ForeignKeyConstraint(
    SqlSpan Span,
    string? Name,
    IReadOnlyList<string?> Columns,
    TableName? PrincipalTable,
    IReadOnlyList<string?> PrincipalColumns) : SqlConstraint(Span, Name)
{
    public ReferentialAction OnUpdate { get; init; }

    public ReferentialAction OnDelete { get; init; }

    /// <summary>PostgreSQL 15: the columns that SET NULL or SET DEFAULT is about; empty for all of the key.</summary>
    public IReadOnlyList<string?> OnDeleteColumns { get; init; } = [];

    /// <summary>A key of several columns may not be NULL in one of them alone. PARTIAL, which no server takes yet, counts as FULL.</summary>
    public bool IsMatchFull { get; init; }

    /// <summary>PostgreSQL 18: the last column is a range that the ranges referred to have to cover.</summary>
    public bool HasPeriod { get; init; }
}

/// <summary>What becomes of a referencing row when the row referred to goes or changes its key.</summary>
internal enum ReferentialAction
{
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

/// <param name="IsVirtual">PostgreSQL 18: computed when read, and the default there; stored otherwise.</param>
/// <param name="IsStored">STORED was written. When neither was, the server version decides.</param>
internal sealed record GeneratedConstraint(SqlSpan Span, string? Name, SqlExpression Value, bool IsStored, bool IsVirtual)
    : SqlConstraint(Span, Name);

internal sealed record IdentityConstraint(SqlSpan Span, string? Name) : SqlConstraint(Span, Name);
