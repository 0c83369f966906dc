using System.Text.Json.Serialization;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>What was read from the server before planning: its version and the tables that the definition names.</summary>
/// <param name="Version">The major version, for example 18.</param>
/// <param name="Tables">By the quoted name as the definition gives it. A table that does not exist is absent.</param>
internal sealed record ServerFacts(int Version, IReadOnlyDictionary<string, TableFacts> Tables)
{
    /// <exception cref="UnknownObjectException">The table does not exist.</exception>
    public TableFacts Table(string? schema, string name) =>
        Tables.TryGetValue(Quote.Qualified(schema, name), out var table)
            ? table
            : throw new UnknownObjectException(
                $"The table {Quote.Qualified(schema, name)} does not exist. If it was renamed or dropped after the migration was registered, revert the phased migration.");

    public TableFacts TableOf(PhasedOperation operation) => Table(operation.Schema, operation.Table);
}

internal sealed record TableFacts
{
    public required string Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>pg_class.relkind.</summary>
    public required string Kind { get; init; }

    /// <summary>pg_class.reltuples, summed over the leaves of a partitioned table; -1 when the table was never analyzed.</summary>
    public long RowEstimate { get; init; }

    public string Owner { get; init; } = "";

    public bool IsOwner { get; init; }

    public bool CanSelect { get; init; }

    public bool CanUpdate { get; init; }

    /// <summary>The same rights on every partition and child table, whose rows can then be addressed directly.</summary>
    public bool CanUpdateLeaves { get; init; } = true;

    public bool CanDelete { get; init; }

    /// <summary>SELECT and DELETE on every partition and child table.</summary>
    public bool CanDeleteLeaves { get; init; } = true;

    public bool CanInsert { get; init; }

    public string Database { get; init; } = "";

    /// <summary>TEMPORARY on the database.</summary>
    public bool CanCreateTemporary { get; init; } = true;

    /// <summary>Every table below that stores rows is a heap.</summary>
    public bool IsHeap { get; init; } = true;

    /// <summary>How many tables store the rows: 1 for a table without partitions and children.</summary>
    public int Leaves { get; init; } = 1;

    /// <summary>The smallest fillfactor of its tables.</summary>
    public int FillFactor { get; init; } = 100;

    /// <summary>The columns that decide in which partition a row is.</summary>
    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    /// <summary>The columns whose change touches an index.</summary>
    public IReadOnlyList<string> IndexedColumns { get; init; } = [];

    /// <summary>The columns that an index over the whole table begins with, so that it can be walked along them.</summary>
    public IReadOnlyList<string> LeadingColumns { get; init; } = [];

    public bool CanReference { get; init; }

    public bool CanCreateInSchema { get; init; }

    public required IReadOnlyList<ColumnFacts> Columns { get; init; }

    /// <summary>The columns of the primary key, else of a unique index over NOT NULL columns; null when there is neither.</summary>
    public IReadOnlyList<KeyColumn>? Key { get; init; }

    /// <summary>Unique indexes over plain columns that hold for every row and at once.</summary>
    public IReadOnlyList<UniqueKeyFacts> UniqueKeys { get; init; } = [];

    /// <summary>The foreign keys that the deletion of a row sets off, also by way of CASCADE.</summary>
    public IReadOnlyList<ReferenceFacts> References { get; init; } = [];

    public required IReadOnlyList<ConstraintFacts> Constraints { get; init; }

    public required IReadOnlyList<IndexFacts> Indexes { get; init; }

    public required IReadOnlyList<string> Triggers { get; init; }

    [JsonIgnore]
    public bool IsPartitioned => Kind == "p";

    /// <summary>The name as people read it, in descriptions and messages; never part of a statement.</summary>
    [JsonIgnore]
    public string DisplayName => $"{Schema}.{Name}";

    [JsonIgnore]
    public string QuotedName => Quote.Qualified(Schema, Name);

    public ColumnFacts? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <exception cref="UnknownObjectException">The table has no such column; the message suggests near names.</exception>
    public ColumnFacts Column(string name) => FindColumn(name) ?? throw new UnknownObjectException(
        $"The table {Schema}.{Name} has no column {Quote.Identifier(name)}.{NearNames.Suggest(name, Columns.Select(column => column.Name))}");

    public ConstraintFacts? FindConstraint(string name) => Constraints.FirstOrDefault(constraint => constraint.Name == name);

    public IndexFacts? FindIndex(string name) => Indexes.FirstOrDefault(index => index.Name == name);
}

/// <param name="Name">The name of the column.</param>
/// <param name="Type">As <c>format_type</c> writes it.</param>
/// <param name="IsNotNull">NOT NULL holds for every row.</param>
/// <param name="PendingNotNull">PostgreSQL 18: the NOT NULL constraint that is not validated yet.</param>
/// <param name="IsGenerated">The server computes it.</param>
internal sealed record ColumnFacts(string Name, string Type, bool IsNotNull, string? PendingNotNull = null, bool IsGenerated = false);

/// <param name="Name">The name of the column.</param>
/// <param name="Type">As <c>format_type</c> writes it.</param>
/// <param name="BaseType">pg_type.typname.</param>
internal sealed record KeyColumn(string Name, string Type, string BaseType);

internal sealed record ConstraintFacts(string Name, string Kind, bool IsValidated);

/// <param name="Columns">In the order of the index.</param>
/// <param name="IsNotNull">Every column is NOT NULL.</param>
internal sealed record UniqueKeyFacts(IReadOnlyList<string> Columns, bool IsNotNull);

/// <summary>A foreign key that refers to the table.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Schema">The schema of the referring table.</param>
/// <param name="Table">The referring table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="OnDelete">pg_constraint.confdeltype: a, r, c, n or d.</param>
/// <param name="Rows">About how many rows the referring table has.</param>
/// <param name="IsIndexed">An index begins with some of the columns, so that the server need not read the table for each row that goes.</param>
internal sealed record ReferenceFacts(
    string Name, string Schema, string Table, IReadOnlyList<string> Columns, string OnDelete, long Rows, bool IsIndexed)
{
    public string DisplayName => $"{Schema}.{Table}";
}

internal sealed record IndexFacts(string Name, bool IsValid);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TableFacts))]
internal sealed partial class FactsJsonContext : JsonSerializerContext;
