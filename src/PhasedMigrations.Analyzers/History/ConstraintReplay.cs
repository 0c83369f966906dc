using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>What an operation on constraints makes of the schema.</summary>
internal static class ConstraintReplay
{
    /// <summary>Null for an operation on anything else.</summary>
    public static Schema? Apply(Schema schema, Operation operation) => operation switch
    {
        AddForeignKey key => Add(schema, key.Table, ForeignKey(key.Name, key.Columns, key.PrincipalTable, key.PrincipalColumns)),
        AddUncheckedForeignKey key => Add(
            schema,
            key.Table,
            ForeignKey(key.Name, key.Columns, key.PrincipalTable, key.PrincipalColumns) with { IsValidated = !key.IsNotValid && !key.IsNotEnforced }),
        AddCheckConstraint check => Add(schema, check.Table, new TableConstraint(check.IsNotNull ? ConstraintKind.NotNull : ConstraintKind.Check, check.Name)
        {
            Columns = check.Columns,
            ProvesNotNull = check.ProvesNotNull,
            IsValidated = check.ChecksExistingRows,
        }),
        AddUniqueConstraint key => AddKey(schema, key),
        AddExclusionConstraint exclusion => Add(schema, exclusion.Table, new TableConstraint(ConstraintKind.Exclusion, exclusion.Name)),
        ValidateConstraint validate => Validate(schema, validate.Table, validate.Name),
        EnforceConstraint enforce => Validate(schema, enforce.Table, enforce.Name),
        DropConstraint drop => schema.Change(drop.Table, table => Drop(table, drop.Name), table => Drop(table, drop.Name)),
        RenameConstraint rename => schema.Change(
            rename.Table,
            table => Update(table, rename.Name, constraint => constraint with { Definition = constraint.Definition with { Name = rename.NewName } }),
            table => table.WithKeysForgotten()),
        _ => null,
    };

    private static Schema Add(Schema schema, TableName? table, TableConstraint constraint) =>
        schema.Change(table, known => known.With(new ConstraintState(constraint, constraint.IsValidated, schema.Now)));

    private static TableConstraint ForeignKey(
        string? name, ValueList<string?> columns, TableName? principal, ValueList<string?> principalColumns) => new(ConstraintKind.ForeignKey, name)
        {
            Columns = columns,
            PrincipalTable = principal,
            PrincipalColumns = principalColumns,
        };

    /// <summary>A primary key makes its columns required; an index that becomes the constraint's takes its name.</summary>
    private static Schema AddKey(Schema schema, AddUniqueConstraint key) => schema.Change(key.Table, table =>
    {
        var used = key.UsingIndex is null ? null : table.Indexes.FirstOrDefault(index => index.Name == key.UsingIndex);
        var constraint = new TableConstraint(key.IsPrimaryKey ? ConstraintKind.PrimaryKey : ConstraintKind.Unique, key.Name ?? key.UsingIndex)
        {
            Columns = used?.Columns ?? key.Columns,
        };
        var index = IndexReplay.Of(table.Name, constraint, used?.Created ?? schema.Now);
        var keyed = (used is null ? table : table with { Indexes = table.Indexes.Remove(used) })
            .With(index)
            .With(new ConstraintState(constraint, IsValidated: true, schema.Now));
        return key.IsPrimaryKey
            ? constraint.Columns.OfType<string>().Aggregate(keyed, (known, name) => known.With(name, column => column with { IsRequired = true }))
            : keyed;
    });

    private static Schema Validate(Schema schema, TableName? table, string? name) => schema.Change(
        table, known => Update(known, name, constraint => constraint with { IsValidated = true }));

    /// <summary>NOT NULL of PostgreSQL 18 makes its column required once it is validated, and no more once it is dropped.</summary>
    private static Table Update(Table table, string? name, Func<ConstraintState, ConstraintState> change)
    {
        if (name is null || table.FindConstraint(name).Value is not { } constraint)
            return table;
        var changed = change(constraint);
        var updated = table with { Constraints = table.Constraints.Replace(constraint, changed) };
        return changed is { IsValidated: true, Definition: { Kind: ConstraintKind.NotNull, ProvesNotNull: [var column] } }
            ? updated.With(column, known => known with { IsRequired = true })
            : updated;
    }

    private static Table Drop(Table table, string? name)
    {
        if (name is null)
            return table.WithKeysForgotten();
        if (table.FindConstraint(name).Value is not { } constraint)
            return table;
        var without = table with
        {
            Constraints = table.Constraints.Remove(constraint),
            Indexes = table.Indexes.RemoveAll(index => index.IsOfConstraint && index.Name == name),
        };
        return constraint.Definition is { Kind: ConstraintKind.NotNull, ProvesNotNull: [var column] }
            ? without.With(column, known => known with { IsRequired = false })
            : without;
    }
}
