using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class ConstraintTranslation
{
    /// <summary>A constraint that is added to a table which exists.</summary>
    public static Operation? Translate(TableName? table, SqlConstraint constraint)
    {
        var checksExistingRows = !constraint.IsNotValid && !constraint.IsNotEnforced;
        return constraint switch
        {
            ForeignKeyConstraint key when checksExistingRows => new AddForeignKey(table, key.Name, key.PrincipalTable),
            ForeignKeyConstraint key => new AddUncheckedForeignKey(table, key.Name, key.PrincipalTable, key.IsNotValid),
            CheckConstraint => new AddCheckConstraint(table, constraint.Name, checksExistingRows),
            NotNullConstraint notNull when checksExistingRows =>
                new AlterColumn(table, notNull.Column, BecomesRequired: true, ColumnDefault.None.Instance),
            NotNullConstraint => new AddCheckConstraint(table, constraint.Name, ChecksExistingRows: false),
            UniqueConstraint unique => new AddUniqueConstraint(table, unique.Name, unique.IsPrimaryKey, unique.UsingIndex),
            ExcludeConstraint => new AddExclusionConstraint(table, constraint.Name),
            _ => null,
        };
    }
}
