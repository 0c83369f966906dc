using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>What an operation on indexes makes of the schema.</summary>
internal static class IndexReplay
{
    public static Schema Apply(Schema schema, Operation operation) => operation switch
    {
        CreateIndex create => schema.Change(create.Table, table => table.With(new IndexState(create.Name, create.Columns, schema.Now)
        {
            OtherColumns = create.OtherColumns,
            IsUnique = create.IsUnique,
            IsConcurrent = create.IsConcurrent,
            IsPartial = create.IsPartial,
        })),
        CreateIndexOnParent create => schema.Change(
            create.Table, table => table.With(new IndexState(create.Name, create.Columns, schema.Now) { IsValid = false })),
        DropIndex drop => drop.Indexes.Aggregate(schema, Drop),
        RenameIndex rename => Rename(schema, rename),
        _ => schema,
    };

    /// <summary>The index that a primary key or unique constraint makes.</summary>
    public static IndexState Of(TableName table, TableConstraint constraint, Moment created) =>
        new(constraint.Name ?? ServerNames.Of(table.Name, constraint), constraint.Columns, created) { IsUnique = true, IsOfConstraint = true };

    private static Schema Drop(Schema schema, TableName? index)
    {
        if (index is not { } known)
            return schema.ForEach(table => table with { ListsKeys = false, Indexes = table.Indexes.Clear() });
        return schema.TableOfIndex(known) is { } owner
            ? schema.Change(owner, table => table with { Indexes = table.Indexes.RemoveAll(candidate => candidate.Name == known.Name) })
            : schema;
    }

    private static Schema Rename(Schema schema, RenameIndex rename)
    {
        if (rename.Index is not { } known)
            return schema.ForEach(table => table with { ListsKeys = false, Indexes = table.Indexes.Clear() });
        return schema.TableOfIndex(known) is { } owner
            ? schema.Change(owner, table => table.Indexes.FirstOrDefault(index => index.Name == known.Name) is { } index
                ? table with { Indexes = table.Indexes.Replace(index, index with { Name = rename.NewName }) }
                : table)
            : schema;
    }
}
