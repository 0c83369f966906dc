using System.Collections.Immutable;
using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <content>How it changes. What is not known to have been left alone is forgotten.</content>
internal sealed partial record Schema
{
    public Schema WithTable(Table table) => table.Created?.Unit == Now.Unit
        ? Replace(table.Name, table) with { UnitWithTables = Now.Unit }
        : Replace(table.Name, table);

    public Schema WithUnknownTable() => this with { UnitWithUnknownTable = Now.Unit };

    /// <summary>A table of that name is gone, and with it the foreign keys that refer to it.</summary>
    public Schema WithoutTable(TableName? name)
    {
        if (name is not { } known)
            return ForEach(table => table.Forgotten());
        var without = Matching(known).Aggregate(this, (schema, table) => schema.Remove(table.Name));
        return without.ForEach(table => table.Constraints.Any(constraint => RefersTo(constraint, known))
            ? table with { Constraints = table.Constraints.RemoveAll(constraint => RefersTo(constraint, known)) }
            : table);
    }

    /// <summary>Everything in the schema is gone or has moved.</summary>
    public Schema WithoutSchema(string? schema) => ForEach(table =>
        schema is null || table.Name.Schema is null ? table.Forgotten() : table.Name.Schema == schema ? null : table);

    public Schema Renamed(TableName? name, TableName? newName)
    {
        if (name is not { } known)
            return ForEach(table => table.Forgotten());
        var matching = Matching(known);
        var isNew = matching.Any(IsNew);
        var moved = Find(known) ?? new Table(known) { Created = isNew ? Now : null };
        var without = matching.Aggregate(this, (schema, table) => schema.Remove(table.Name));
        if (newName is not { } target)
            return isNew ? without.WithUnknownTable() : without;
        return without.WithTable(moved with { Name = target });
    }

    /// <summary>Something was done to a table; to each of them when it is not known to which.</summary>
    public Schema Change(TableName? name, Func<Table, Table> change, Func<Table, Table>? otherwise = null)
    {
        if (name is not { } known)
            return otherwise is null ? this : ForEach(otherwise);
        if (Find(known) is { } only)
            return Replace(only.Name, change(only));
        // Several tables of that name: none of them is known to have been left alone.
        return Matching(known) is { Count: > 0 } several
            ? several.Aggregate(this, (schema, table) => schema.Replace(table.Name, otherwise?.Invoke(table) ?? table))
            : Replace(known, change(new Table(known)));
    }

    public Schema ForEach(Func<Table, Table?> change)
    {
        var tables = Tables;
        foreach (var pair in Tables)
        {
            var changed = pair.Value.Select(change).OfType<Table>().ToImmutableArray();
            if (changed.IsEmpty)
                tables = tables.Remove(pair.Key);
            else if (!changed.SequenceEqual(pair.Value, ReferenceComparer.Instance))
                tables = tables.SetItem(pair.Key, changed);
        }

        return tables == Tables ? this : this with { Tables = tables };
    }

    public Schema With(TypeState type) => this with { Types = Types.SetItem(type.Name.ToString(), type) };

    public Schema WithoutType(TableName type) => this with { Types = Types.Remove(type.ToString()) };

    public Schema With(TableName name, CreateView view) => this with { Views = Views.SetItem(name, view) };

    public Schema WithoutView(TableName view) => this with { Views = Views.Remove(view) };

    private static bool RefersTo(ConstraintState constraint, TableName table) => constraint.Definition.PrincipalTable is { } principal && principal.MayBe(table);

    private Schema Replace(TableName name, Table table)
    {
        var others = Tables.TryGetValue(name.Name, out var tables) ? tables.RemoveAll(other => other.Name == name) : ImmutableArray<Table>.Empty;
        return this with { Tables = Tables.SetItem(name.Name, others.Add(table)) };
    }

    private Schema Remove(TableName name)
    {
        if (!Tables.TryGetValue(name.Name, out var tables))
            return this;
        var others = tables.RemoveAll(other => other.Name == name);
        return this with { Tables = others.IsEmpty ? Tables.Remove(name.Name) : Tables.SetItem(name.Name, others) };
    }

    private sealed class ReferenceComparer : IEqualityComparer<Table>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(Table? x, Table? y) => ReferenceEquals(x, y);

        public int GetHashCode(Table obj) => obj.Name.GetHashCode();
    }
}
