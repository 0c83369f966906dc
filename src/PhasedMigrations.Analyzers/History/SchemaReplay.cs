using System.Collections.Immutable;
using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>What an operation makes of the schema. An operation that changes nothing history tells of leaves it as it is.</summary>
internal static class SchemaReplay
{
    public static Schema Apply(this Schema schema, Operation operation) => operation switch
    {
        DonePhased done => schema.Apply(done.Operation),
        CreateTable create => Create(schema, create),
        DropTable drop => schema.WithoutTable(drop.Table),
        RenameTable rename => schema.Renamed(rename.Table, rename.NewTable),
        DropSchema drop => schema.WithoutSchema(drop.Schema),
        RenameSchema rename => schema.WithoutSchema(rename.Schema),
        CreatePartition or AttachPartition or DetachPartition => Partition(schema, operation),
        CreateIndex or CreateIndexOnParent or DropIndex or RenameIndex => IndexReplay.Apply(schema, operation),
        CreateView { View: { } name } view => schema.With(name, view),
        DropView { View: { } view } => schema.WithoutView(view).WithoutTable(view),
        CreateEnum { Type: { } type } => schema.With(new TypeState(type, IsEnum: true, IsConstrained: false, schema.Now)),
        CreateDomain { Domain: { } domain } create => schema.With(new TypeState(domain, IsEnum: false, create.IsConstrained, schema.Now)),
        AddDomainConstraint { Domain: { } domain } => schema.With(new TypeState(domain, IsEnum: false, IsConstrained: true, schema.Now)),
        DropType { Type: { } type } => schema.WithoutType(type),
        _ => ColumnReplay.Apply(schema, operation) ?? ConstraintReplay.Apply(schema, operation) ?? schema,
    };

    private static Schema Create(Schema schema, CreateTable create) =>
        create.Table is not { } name ? schema.WithUnknownTable()
        : create.IfNotExists && schema.Created(name) is not null ? schema
        : schema.WithTable(new Table(name)
        {
            Created = schema.Now,
            ListsColumns = create.ListsColumns && create.Columns.All(column => column.Name is not null),
            ListsKeys = true,
            Columns = create.Columns.Where(column => column.Name is not null).Aggregate(
                ImmutableDictionary<string, Column?>.Empty, (columns, column) => columns.SetItem(column.Name!, column)),
            Constraints = create.Constraints.Select(constraint => new ConstraintState(constraint, constraint.IsValidated, schema.Now)).ToImmutableArray(),
            Indexes = create.Constraints
                .Where(constraint => constraint.Kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique)
                .Select(constraint => IndexReplay.Of(name, constraint, schema.Now))
                .ToImmutableArray(),
            IsPartitioned = Answers.Of(create.IsPartitioned),
            IsPartition = Answer.No,
        });

    private static Schema Partition(Schema schema, Operation operation)
    {
        var (parent, partition, isPartition) = operation switch
        {
            CreatePartition create => (create.Parent, create.Partition, Answer.Yes),
            AttachPartition attach => (attach.Parent, attach.Partition, Answer.Yes),
            DetachPartition detach => (detach.Parent, detach.Partition, Answer.No),
            _ => (null, null, Answer.Unknown),
        };
        return schema
            .Change(parent, table => table with { IsPartitioned = Answer.Yes })
            .Change(partition, table => table with { IsPartition = isPartition, ListsKeys = false });
    }
}
