using System.Collections.Immutable;
using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>What history knows of one table.</summary>
internal sealed record Table(TableName Name)
{
    /// <summary>Null when the table was there before anything that is known of it.</summary>
    public Moment? Created { get; init; }

    /// <summary>A column that is not listed does not exist.</summary>
    public bool ListsColumns { get; init; }

    /// <summary>A constraint or index that is not listed does not exist.</summary>
    public bool ListsKeys { get; init; }

    /// <summary>Null stands for a column that is known not to exist (any more).</summary>
    public ImmutableDictionary<string, Column?> Columns { get; init; } = ImmutableDictionary<string, Column?>.Empty;

    public ImmutableArray<ConstraintState> Constraints { get; init; } = ImmutableArray<ConstraintState>.Empty;

    public ImmutableArray<IndexState> Indexes { get; init; } = ImmutableArray<IndexState>.Empty;

    public Answer IsPartitioned { get; init; }

    public Answer IsPartition { get; init; }

    public Found<Column> Find(string column) => Columns.TryGetValue(column, out var known)
        ? known is null ? Found<Column>.Absent : Found<Column>.Of(known)
        : ListsColumns ? Found<Column>.Absent : Found<Column>.Unknown;

    /// <summary>A name that the server chose is the one PostgreSQL would choose first.</summary>
    public Found<ConstraintState> FindConstraint(string constraint) =>
        Constraints.FirstOrDefault(candidate => candidate.Name == constraint) is { } named ? Found<ConstraintState>.Of(named)
        : Constraints.FirstOrDefault(candidate => candidate.Name is null && ServerNames.Of(Name.Name, candidate.Definition) == constraint) is { } unnamed
            ? Found<ConstraintState>.Of(unnamed)
        : ListsKeys && Constraints.All(candidate => candidate.Name is not null) ? Found<ConstraintState>.Absent
        : Found<ConstraintState>.Unknown;

    public Answer IsRequired(string column)
    {
        if (Find(column) is { Exists: Answer.Yes, Value.IsRequired: { } isRequired })
            return Answers.Of(isRequired);
        return Constraints.Any(constraint => constraint.Definition.Kind == ConstraintKind.PrimaryKey && constraint.Definition.Columns.Contains(column))
            ? Answer.Yes
            : Answer.Unknown;
    }

    /// <summary>Whether a validated CHECK (or NOT NULL constraint) says so.</summary>
    public Answer IsProvenNotNull(string column) =>
        Constraints.Any(constraint => constraint.IsValidated && constraint.Definition.ProvesNotNull.Contains(column)) ? Answer.Yes
        : ListsKeys ? Answer.No
        : Answer.Unknown;

    public Table With(string column, Func<Column, Column> change) =>
        this with { Columns = Columns.SetItem(column, change(Find(column).Value ?? new Column(column))) };

    public Table With(ConstraintState constraint) => this with { Constraints = Constraints.Add(constraint) };

    public Table With(IndexState index) => this with { Indexes = Indexes.Add(index) };

    /// <summary>PostgreSQL drops the indexes and constraints of a column with it.</summary>
    public Table Without(string column) => this with
    {
        Columns = Columns.SetItem(column, null),
        Constraints = Constraints.RemoveAll(constraint => constraint.Concerns(column)),
        Indexes = Indexes.RemoveAll(index => index.Uses(column)),
    };

    public Table Renamed(string column, string newName) => this with
    {
        Columns = Columns.SetItem(column, null).SetItem(newName, (Find(column).Value ?? new Column(column)) with { Name = newName }),
        Constraints = Constraints.Select(constraint => constraint.Renamed(column, newName)).ToImmutableArray(),
        Indexes = Indexes.Select(index => index.Renamed(column, newName)).ToImmutableArray(),
    };

    /// <summary>Something was done to a column that is not known which: what was known of each may hold no more.</summary>
    public Table WithColumnsForgotten() => this with
    {
        ListsColumns = false,
        Columns = ImmutableDictionary<string, Column?>.Empty,
        Constraints = Constraints.RemoveAll(constraint => constraint.Definition.ProvesNotNull.Count > 0),
        ListsKeys = false,
    };

    public Table WithKeysForgotten() => this with
    {
        ListsKeys = false,
        Constraints = ImmutableArray<ConstraintState>.Empty,
        Indexes = ImmutableArray<IndexState>.Empty,
    };

    /// <summary>Nothing is known but that there is such a table, and since when.</summary>
    public Table Forgotten() => new(Name) { Created = Created };
}
