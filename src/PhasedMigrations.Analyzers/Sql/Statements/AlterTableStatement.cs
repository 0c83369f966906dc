using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <summary>ALTER of a table or of anything else that PostgreSQL keeps in pg_class: one grammar serves them all.</summary>
internal sealed record AlterTableStatement(
    SqlSpan Span,
    ObjectKind Kind,
    TableName? Table,
    bool IfExists,
    bool IsOnly,
    IReadOnlyList<AlterTableAction> Actions) : SqlStatement(Span);

internal abstract record AlterTableAction(SqlSpan Span);

internal sealed record AddColumnAction(SqlSpan Span, ColumnDefinition Column, bool IfNotExists) : AlterTableAction(Span);

internal sealed record DropColumnAction(SqlSpan Span, string? Column, bool IfExists, bool IsCascade) : AlterTableAction(Span);

internal sealed record AddConstraintAction(SqlSpan Span, SqlConstraint Constraint) : AlterTableAction(Span);

internal sealed record DropConstraintAction(SqlSpan Span, string? Constraint, bool IfExists, bool IsCascade) : AlterTableAction(Span);

internal sealed record ValidateConstraintAction(SqlSpan Span, string? Constraint) : AlterTableAction(Span);

/// <summary>ALTER CONSTRAINT: deferrability, inheritance, enforcement.</summary>
/// <param name="BecomesEnforced">PostgreSQL 18: ENFORCED checks every row.</param>
internal sealed record AlterConstraintAction(SqlSpan Span, string? Constraint, bool BecomesEnforced) : AlterTableAction(Span);

internal sealed record RenameAction(SqlSpan Span, string? NewName) : AlterTableAction(Span);

internal sealed record RenameColumnAction(SqlSpan Span, string? Column, string? NewName) : AlterTableAction(Span);

internal sealed record RenameConstraintAction(SqlSpan Span, string? Constraint, string? NewName) : AlterTableAction(Span);

internal sealed record SetSchemaAction(SqlSpan Span, string? Schema) : AlterTableAction(Span);

/// <summary>On a table the partition is a table, on an index an index.</summary>
internal sealed record AttachPartitionAction(SqlSpan Span, TableName? Partition, SqlExpression? Bounds) : AlterTableAction(Span);

/// <param name="IsFinalize">Ends a concurrent detach that was interrupted.</param>
internal sealed record DetachPartitionAction(SqlSpan Span, TableName? Partition, bool IsConcurrent, bool IsFinalize) : AlterTableAction(Span);

/// <param name="IsLogged">False for SET UNLOGGED.</param>
internal sealed record SetLoggedAction(SqlSpan Span, bool IsLogged) : AlterTableAction(Span);

internal sealed record SetTableSpaceAction(SqlSpan Span, string? TableSpace) : AlterTableAction(Span);

internal sealed record SetAccessMethodAction(SqlSpan Span, string? Method) : AlterTableAction(Span);

internal sealed record InheritAction(SqlSpan Span, TableName? Parent, bool IsRemoved) : AlterTableAction(Span);

/// <summary>ENABLE or DISABLE of a trigger, a rule or row security.</summary>
internal sealed record SwitchAction(SqlSpan Span, ObjectKind Kind, bool IsEnabled) : AlterTableAction(Span);

/// <summary>A change of the catalog alone that is told apart by its weaker or equal lock.</summary>
internal sealed record TableSettingAction(SqlSpan Span, TableSetting Setting) : AlterTableAction(Span);

internal enum TableSetting
{
    StorageParameters,
    ClusterIndex,
    WithoutOids,
    ReplicaIdentity,
    RowSecurityForce,
    Owner,
    OfType,
    ForeignOptions,
    Sequence,
    DependsOnExtension,
}
