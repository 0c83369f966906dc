using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>CREATE of a kind that needs no record of its own.</summary>
/// <param name="Table">The table of a policy or rule.</param>
internal sealed record CreateObjectStatement(SqlSpan Span, ObjectKind Kind, TableName? Name, TableName? Table) : SqlStatement(Span);

/// <summary>ALTER of a kind that needs no record of its own.</summary>
internal sealed record AlterObjectStatement(SqlSpan Span, ObjectKind Kind, TableName? Name, ObjectChange Change) : SqlStatement(Span)
{
    /// <summary>The table of a policy, rule or trigger.</summary>
    public TableName? Table { get; init; }
}

/// <summary>ALTER SYSTEM.</summary>
internal sealed record AlterSystemStatement(SqlSpan Span) : SqlStatement(Span);

/// <summary>What an ALTER does to its object, as far as it can break running code.</summary>
internal enum ObjectChange
{
    Other,
    Rename,
    SetSchema,
    Owner,
}

/// <summary>DROP of anything.</summary>
/// <param name="Table">The table that a trigger, policy or rule is dropped from.</param>
internal sealed record DropStatement(SqlSpan Span, ObjectKind Kind, IReadOnlyList<TableName?> Names, TableName? Table) : SqlStatement(Span)
{
    public bool IsConcurrent { get; init; }

    public bool IfExists { get; init; }

    public bool IsCascade { get; init; }
}

/// <param name="Elements">Tables, views and so on that are created in the schema by the same statement.</param>
internal sealed record CreateSchemaStatement(SqlSpan Span, string? Schema, bool IfNotExists, IReadOnlyList<SqlStatement> Elements)
    : SqlStatement(Span);

internal sealed record CreateViewStatement(SqlSpan Span, TableName? View, SqlExpression Query) : SqlStatement(Span)
{
    public bool IsMaterialized { get; init; }

    public bool IsTemporary { get; init; }

    public bool OrReplace { get; init; }

    /// <summary>WITH NO DATA: the materialized view stays empty until it is refreshed.</summary>
    public bool IsWithoutRows { get; init; }
}

internal sealed record CreateTriggerStatement(SqlSpan Span, string? Name, TableName? Table, TableName? Function) : SqlStatement(Span)
{
    public bool OrReplace { get; init; }

    public bool IsConstraint { get; init; }

    public bool IsForEachRow { get; init; }
}

/// <param name="Target">What the comment is about; on a column or constraint, its table.</param>
internal sealed record CommentStatement(SqlSpan Span, ObjectKind Kind, TableName? Target) : SqlStatement(Span);
