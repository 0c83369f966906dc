using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Statements;

/// <param name="EnumValues">The labels of an enum type, empty for every other.</param>
internal sealed record CreateTypeStatement(SqlSpan Span, TableName? Type, bool IsEnum, IReadOnlyList<string?> EnumValues) : SqlStatement(Span);

/// <summary>ALTER TYPE … ADD VALUE. The new value cannot be used before the transaction commits.</summary>
internal sealed record AddEnumValueStatement(SqlSpan Span, TableName? Type, string? Value, bool IfNotExists) : SqlStatement(Span);

internal sealed record RenameEnumValueStatement(SqlSpan Span, TableName? Type, string? Value, string? NewValue) : SqlStatement(Span);

internal sealed record CreateDomainStatement(SqlSpan Span, TableName? Domain, SqlTypeName Type, IReadOnlyList<SqlConstraint> Constraints)
    : SqlStatement(Span);

internal sealed record AlterDomainStatement(SqlSpan Span, TableName? Domain, DomainChange Change) : SqlStatement(Span)
{
    /// <summary>The constraint that is added.</summary>
    public SqlConstraint? Constraint { get; init; }

    /// <summary>The constraint that is validated, dropped or renamed.</summary>
    public string? ConstraintName { get; init; }
}

internal enum DomainChange
{
    AddConstraint,
    ValidateConstraint,
    DropConstraint,
    RenameConstraint,
    SetNotNull,
    DropNotNull,
    SetDefault,
    DropDefault,
    Rename,
    SetSchema,
    Owner,
}
