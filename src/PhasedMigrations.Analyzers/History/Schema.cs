using System.Collections.Immutable;
using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>
/// The database as far as migrations tell. Immutable: every operation makes another one (<see cref="SchemaReplay"/>). A table of
/// which nothing was heard is unknown, not absent.
/// </summary>
internal sealed partial record Schema
{
    public static readonly Schema Empty = new();

    /// <summary>By name without schema: the same name in two schemas makes two tables.</summary>
    private ImmutableDictionary<string, ImmutableArray<Table>> Tables { get; init; } =
        ImmutableDictionary<string, ImmutableArray<Table>>.Empty;

    private ImmutableDictionary<TableName, CreateView> Views { get; init; } = ImmutableDictionary<TableName, CreateView>.Empty;

    private ImmutableDictionary<string, TypeState> Types { get; init; } = ImmutableDictionary<string, TypeState>.Empty;

    /// <summary>The moment of the operation that comes next.</summary>
    public Moment Now { get; private init; }

    /// <summary>The unit of that number created, or made of one it had created, a table whose name is not known.</summary>
    private int UnitWithUnknownTable { get; init; } = -1;

    private int UnitWithTables { get; init; } = -1;

    /// <summary>The next unit begins.</summary>
    public Schema NextUnit() => this with { Now = new Moment(Now.Unit + 1, Transaction: 0) };

    public Schema In(int transaction) => Now.Transaction == transaction ? this : this with { Now = Now with { Transaction = transaction } };

    /// <summary>The unit created the table, so that no row in it is missed by anybody. A name that is not fixed may be any table's.</summary>
    public bool MayBeNew(TableName? table)
    {
        if (UnitWithUnknownTable == Now.Unit)
            return true;
        return table is { } known ? Matching(known).Any(IsNew) : UnitWithTables == Now.Unit && Tables.Values.Any(tables => tables.Any(IsNew));
    }

    public Answer Exists(TableName table) => Find(table) is not null || Views.ContainsKey(table) ? Answer.Yes : Answer.Unknown;

    /// <summary>Null also for a table that was there before anything that is known of it.</summary>
    public Moment? Created(TableName table) => Find(table)?.Created;

    public Found<Column> FindColumn(TableName table, string column) => Find(table)?.Find(column) ?? Found<Column>.Unknown;

    public Answer IsRequired(TableName table, string column) => Find(table)?.IsRequired(column) ?? Answer.Unknown;

    public Answer IsProvenNotNull(TableName table, string column) => Find(table)?.IsProvenNotNull(column) ?? Answer.Unknown;

    public Found<ConstraintState> FindConstraint(TableName table, string constraint) =>
        Find(table)?.FindConstraint(constraint) ?? Found<ConstraintState>.Unknown;

    public FoundAll<ConstraintState> ConstraintsOf(TableName table) =>
        Find(table) is { } known ? new(known.Constraints, known.ListsKeys) : new(ImmutableArray<ConstraintState>.Empty, IsComplete: false);

    public FoundAll<IndexState> IndexesOf(TableName table) =>
        Find(table) is { } known ? new(known.Indexes, known.ListsKeys) : new(ImmutableArray<IndexState>.Empty, IsComplete: false);

    public Answer IsPartitioned(TableName table) => Find(table)?.IsPartitioned ?? Answer.Unknown;

    public Answer IsPartition(TableName table) => Find(table)?.IsPartition ?? Answer.Unknown;

    /// <summary>The table of an index that is named without it, as DROP INDEX does.</summary>
    public TableName? TableOfIndex(TableName index)
    {
        var owners = Tables.Values.SelectMany(tables => tables).Where(table => Owns(table, index)).Take(2).ToList();
        return owners is [var owner] ? owner.Name : null;
    }

    /// <summary>The views whose query mentions that name, of a table or of a column.</summary>
    public IReadOnlyList<TableName> ViewsThatMention(string name) =>
        [.. Views.Where(view => view.Value.Names.Contains(name)).Select(view => view.Key)];

    /// <summary>The domain or enum of that name, as a column's type names it.</summary>
    public TypeState? FindType(string type) => Types.TryGetValue(type, out var known) ? known : null;

    /// <summary>The one table that the name means; null when none is known, or several.</summary>
    private Table? Find(TableName name)
    {
        var matching = Matching(name);
        return matching.Count == 1 ? matching[0] : matching.FirstOrDefault(table => table.Name == name);
    }

    private List<Table> Matching(TableName name) =>
        Tables.TryGetValue(name.Name, out var tables) ? [.. tables.Where(table => table.Name.MayBe(name))] : [];

    private bool IsNew(Table table) => table.Created?.Unit == Now.Unit;

    private static bool Owns(Table table, TableName index) =>
        (index.Schema is null || table.Name.Schema is null || index.Schema == table.Name.Schema)
        && table.Indexes.Any(candidate => candidate.Name == index.Name);
}
