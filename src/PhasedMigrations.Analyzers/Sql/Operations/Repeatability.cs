using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

/// <summary>Whether a statement says what to do where its work has been done before, so that it runs again without an error.</summary>
internal static class Repeatability
{
    public static bool Has(SqlStatement statement) => statement switch
    {
        DropStatement drop => drop.IfExists,
        CreateIndexStatement index => index.IfNotExists,
        CreateTableStatement table => table.IfNotExists,
        CreateSchemaStatement schema => schema.IfNotExists,
        AddEnumValueStatement value => value.IfNotExists,
        AlterTableStatement alter => alter.Actions.All(Has),
        _ => false,
    };

    private static bool Has(AlterTableAction action) => action switch
    {
        AddColumnAction add => add.IfNotExists,
        DropColumnAction drop => drop.IfExists,
        DropConstraintAction drop => drop.IfExists,
        SetNotNullAction or SetDefaultAction or DropDefaultAction or ValidateConstraintAction => true,
        _ => false,
    };
}
