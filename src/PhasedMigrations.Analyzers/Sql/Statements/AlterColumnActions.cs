namespace PhasedMigrations.Sql.Statements;

internal abstract record AlterColumnAction(SqlSpan Span, string? Column) : AlterTableAction(Span);

/// <param name="Using">The expression that computes the new value; the old value is cast when it is null.</param>
internal sealed record AlterColumnTypeAction(SqlSpan Span, string? Column, SqlTypeName Type, string? Collation, SqlExpression? Using)
    : AlterColumnAction(Span, Column);

internal sealed record SetNotNullAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

internal sealed record DropNotNullAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

internal sealed record SetDefaultAction(SqlSpan Span, string? Column, SqlExpression Value) : AlterColumnAction(Span, Column);

internal sealed record DropDefaultAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

/// <summary>PostgreSQL 17: the generated column gets another expression.</summary>
internal sealed record SetExpressionAction(SqlSpan Span, string? Column, SqlExpression Value) : AlterColumnAction(Span, Column);

/// <summary>The generated column becomes an ordinary one and keeps its values.</summary>
internal sealed record DropExpressionAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

internal sealed record AddIdentityAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

internal sealed record AlterIdentityAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

internal sealed record DropIdentityAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);

/// <summary>Statistics target, n_distinct, storage, compression, foreign-data options: the catalog alone.</summary>
internal sealed record ColumnSettingAction(SqlSpan Span, string? Column) : AlterColumnAction(Span, Column);
