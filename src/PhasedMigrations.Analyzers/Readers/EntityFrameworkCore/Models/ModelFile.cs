using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.History;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Models;

/// <summary>
/// The tables of the model that a Designer file or a snapshot describes, read by syntax alone. A database can hold more than the
/// model says, so nothing is absent from it for sure.
/// </summary>
internal sealed class ModelFile
{
    private readonly Dictionary<string, ModelEntity> _entities = new(StringComparer.Ordinal);
    private string? _defaultSchema;

    private ModelFile() { }

    public static Schema Read(TypeDeclarationSyntax type, CancellationToken cancellationToken)
    {
        var file = new ModelFile();
        var build = type.Members.OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(method => method.Identifier.ValueText is "BuildTargetModel" or "BuildModel");
        foreach (var statement in build?.Body?.Statements ?? default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.ReadModel(ModelCall.In(statement));
        }

        return file.ToSchema();
    }

    private void ReadModel(IReadOnlyList<ModelCall> calls)
    {
        foreach (var call in calls)
        {
            if (call.Name == "HasDefaultSchema")
                _defaultSchema = call.Text;
            else if (call is { Name: "Entity", Text: { } name })
                ReadEntity(name, call, sharesRows: false);
        }
    }

    private void ReadEntity(string name, ModelCall entity, bool sharesRows)
    {
        if (!_entities.TryGetValue(name, out var known))
            _entities.Add(name, known = new ModelEntity(name, sharesRows));
        foreach (var calls in entity.Statements.Select(ModelCall.In).Where(calls => calls.Count > 0))
        {
            if (calls[0] is { Name: "OwnsOne" or "OwnsMany" } owned)
                ReadEntity($"{name}.{string.Join("#", owned.Texts)}", owned, sharesRows: owned.Name == "OwnsOne");
            else
                known.Read(calls);
        }
    }

    private Schema ToSchema()
    {
        var schema = Schema.Empty;
        var placed = _entities.Values.Select(entity => (Entity: entity, Table: TableOf(entity.Name))).Where(entity => entity.Table is not null).ToList();
        foreach (var entities in placed.GroupBy(entity => entity.Table!.Value, entity => entity.Entity.ToTable(entity.Table!.Value)))
        {
            schema = schema.Apply(new CreateTable(entities.Key)
            {
                Columns = ValueList.Of(entities.SelectMany(table => table.Columns)),
                Constraints = ValueList.Of(entities.SelectMany(table => table.Constraints)),
            });
        }

        schema = placed
            .SelectMany(entity => entity.Entity.Indexes(entity.Table!.Value).Concat<Operation>(entity.Entity.ForeignKeys(entity.Table!.Value, TableOf)))
            .Aggregate(schema, (known, operation) => known.Apply(operation));
        return schema.ForEach(table => table with { Created = null, ListsKeys = false, IsPartitioned = Answer.Unknown, IsPartition = Answer.Unknown });
    }

    /// <summary>An entity that derives from another lies in its table.</summary>
    private TableName? TableOf(string entity)
    {
        for (var depth = 0; depth < _entities.Count && _entities.TryGetValue(entity, out var known); depth++)
        {
            if (known.Table is { } table)
                return table.Schema is null && _defaultSchema is not null ? table with { Schema = _defaultSchema } : table;
            if (known.BaseType is not { } parent)
                return null;
            entity = parent;
        }

        return null;
    }
}
