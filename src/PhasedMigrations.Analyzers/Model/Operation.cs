namespace PhasedMigrations.Model;

/// <summary>One schema change as the user wrote it, whatever the front end. A null table or name could not be resolved from the source.</summary>
internal abstract record Operation;

internal sealed record CreateTable(TableName? Table) : Operation
{
    public ValueList<Column> Columns { get; init; } = [];

    /// <summary>The constraints of the table and of its columns, NOT NULL apart.</summary>
    public ValueList<TableConstraint> Constraints { get; init; } = [];

    /// <summary>False when columns come from elsewhere: a query, LIKE, INHERITS, code that cannot be read.</summary>
    public bool ListsColumns { get; init; }

    /// <summary>IF NOT EXISTS: a table that is there already stays as it is.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>PARTITION BY: the rows lie in its partitions.</summary>
    public bool IsPartitioned { get; init; }
}

internal sealed record DropTable(TableName? Table) : Operation;

internal sealed record RenameTable(TableName? Table, TableName? NewTable) : Operation;

/// <param name="IsValueGenerated">The server computes the value of every row: generated, identity or serial column.</param>
/// <param name="IsVirtual">A generated column that is computed when it is read (PostgreSQL 18), so that rows stay as they are.</param>
internal sealed record AddColumn(
    TableName? Table,
    string? Column,
    bool IsRequired,
    ColumnDefault Default,
    bool IsValueGenerated,
    bool IsVirtual = false) : Operation
{
    /// <inheritdoc cref="Model.Column.Type"/>
    public string? Type { get; init; }
}

/// <param name="BecomesRequired">The column accepted NULL before and does not after.</param>
internal sealed record AlterColumn(
    TableName? Table,
    string? Column,
    bool BecomesRequired,
    ColumnDefault Default) : Operation
{
    /// <summary>Whether the column refuses NULL afterwards; null when the source does not fix it.</summary>
    public bool? IsRequired { get; init; }

    /// <summary>
    /// The statement also says ALTER COLUMN … TYPE, be it the type that the column has: PostgreSQL then checks every CHECK on the
    /// column anew, and none of them spares it the scan. EF Core and FluentMigrator always say it.
    /// </summary>
    public bool RestatesType { get; init; }

    /// <summary>The type afterwards, where the statement says it. <inheritdoc cref="Model.Column.Type"/></summary>
    public string? Type { get; init; }

    /// <summary>A validated CHECK proves that no row is NULL: history sets it, no reader does.</summary>
    public bool IsProven { get; init; }
}

internal sealed record CreateIndex(
    TableName? Table,
    string? Name,
    bool IsUnique,
    bool IsConcurrent) : Operation
{
    /// <summary>The key columns in order; null stands for an expression or an unresolved name.</summary>
    public ValueList<string?> Columns { get; init; } = [];

    /// <summary>Columns that it reads beside its key: included ones, those of its expressions and of its condition.</summary>
    public ValueList<string> OtherColumns { get; init; } = [];

    /// <summary>A condition leaves rows out.</summary>
    public bool IsPartial { get; init; }
}

internal sealed record AddForeignKey(
    TableName? Table,
    string? Name,
    TableName? PrincipalTable) : Operation
{
    /// <summary>The referencing columns in order. Null stands for an unresolved name.</summary>
    public ValueList<string?> Columns { get; init; } = [];

    /// <summary>Empty when it refers to the primary key.</summary>
    public ValueList<string?> PrincipalColumns { get; init; } = [];
}
