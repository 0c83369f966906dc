using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

/// <summary>Objects other than tables and indexes, and DROP TABLE.</summary>
internal static class ObjectTranslation
{
    public static bool TryAdd(SqlStatement statement, SqlOperations operations)
    {
        if (statement is DropStatement drop)
        {
            Add(drop, operations);
            return true;
        }

        if (Translate(statement) is not { } operation)
            return false;
        operations.Add(operation, statement.Span);
        return true;
    }

    private static Operation? Translate(SqlStatement statement) => statement switch
    {
        // Nobody reads a materialized view before it exists: an index on it blocks nobody, as on a new table.
        CreateViewStatement { IsMaterialized: true } view => new CreateTable(view.View),
        CreateViewStatement view => new CreateView(view.View, NamesIn(view.Query)),
        CreateTypeStatement { IsEnum: true } type => new CreateEnum(type.Type, ValueList.Of(type.EnumValues)),
        CreateDomainStatement domain => new CreateDomain(domain.Domain, domain.Type.Text, IsConstrained: domain.Constraints.Any(Checks)),
        CreateTriggerStatement trigger => new ChangeTrigger(trigger.Table, trigger.Name, IsDropped: false),
        AlterTableStatement { Kind: ObjectKind.ForeignTable, Actions: [RenameAction rename] } table =>
            new RenameTable(table.Table, rename.NewName is { } name ? new TableName(table.Table?.Schema, name) : null),
        AlterObjectStatement { Kind: ObjectKind.Schema, Change: ObjectChange.Rename } schema => new RenameSchema(schema.Name?.Name),
        AddEnumValueStatement value => new AddEnumValue(value.Type, value.Value),
        RenameEnumValueStatement value => new RenameEnumValue(value.Type, value.Value, value.NewValue),
        AlterDomainStatement { Change: DomainChange.AddConstraint, Constraint: { } constraint } domain =>
            new AddDomainConstraint(domain.Domain, constraint.Name, ChecksExistingRows: !constraint.IsNotValid),
        AlterDomainStatement { Change: DomainChange.SetNotNull } domain =>
            new AddDomainConstraint(domain.Domain, Name: null, ChecksExistingRows: true),
        AlterSystemStatement => new NonTransactionalCommand("ALTER SYSTEM"),
        CreateObjectStatement { Kind: ObjectKind.Database } => new NonTransactionalCommand("CREATE DATABASE"),
        CreateObjectStatement { Kind: ObjectKind.TableSpace } => new NonTransactionalCommand("CREATE TABLESPACE"),
        _ => null,
    };

    private static void Add(DropStatement drop, SqlOperations operations)
    {
        foreach (var name in drop.Names)
        {
            Operation? operation = drop.Kind switch
            {
                ObjectKind.Table or ObjectKind.ForeignTable => new DropTable(name),
                ObjectKind.View or ObjectKind.MaterializedView => new DropView(name),
                ObjectKind.Type or ObjectKind.Domain => new DropType(name),
                ObjectKind.Schema => new DropSchema(name?.Name),
                ObjectKind.Trigger => new ChangeTrigger(drop.Table, name?.Name, IsDropped: true),
                ObjectKind.TableSpace => new NonTransactionalCommand("DROP TABLESPACE"),
                _ => null,
            };
            if (operation is not null)
                operations.Add(operation, drop.Span);
        }

        if (drop.Kind == ObjectKind.Database)
            operations.Add(new NonTransactionalCommand("DROP DATABASE"), drop.Span);
        if (drop.IsCascade)
            operations.Add(new DropDependents(WordsOf(drop.Kind)), drop.Span);
    }

    private static bool Checks(SqlConstraint constraint) => constraint is CheckConstraint or NotNullConstraint;

    private static ValueList<string> NamesIn(SqlExpression query) => ValueList.Of(ExpressionFacts.Of(query).Names.Distinct(StringComparer.Ordinal));

    /// <summary>MATERIALIZED VIEW for MaterializedView.</summary>
    private static string WordsOf(ObjectKind kind) =>
        string.Concat(kind.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToUpperInvariant();
}
