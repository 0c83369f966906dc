using System.Text.Json.Serialization;

namespace PhasedMigrations.Operations;

/// <summary>One schema or data change as the user asked for it. The discriminators are stored in databases: they never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "operation")]
[JsonDerivedType(typeof(BackfillOperation), "backfill")]
[JsonDerivedType(typeof(AddRequiredColumnOperation), "addRequiredColumn")]
[JsonDerivedType(typeof(SetNotNullOperation), "setNotNull")]
[JsonDerivedType(typeof(CreateIndexOperation), "createIndex")]
[JsonDerivedType(typeof(AddForeignKeyOperation), "addForeignKey")]
[JsonDerivedType(typeof(DeleteRowsOperation), "deleteRows")]
[JsonDerivedType(typeof(CopyRowsOperation), "copyRows")]
[JsonDerivedType(typeof(TransformOperation), "transform")]
internal abstract record PhasedOperation
{
    public required string Table { get; init; }

    /// <summary>The schema of <see cref="Table"/>; null means that the search path of the migration finds it.</summary>
    public string? Schema { get; init; }

    public bool IsOnSameTable(PhasedOperation other) => Table == other.Table && Schema == other.Schema;
}

internal sealed record BackfillOperation : PhasedOperation
{
    public required string Set { get; init; }

    public string? Where { get; init; }
}

internal sealed record AddRequiredColumnOperation : PhasedOperation
{
    public required string Column { get; init; }

    public required string Type { get; init; }

    public required string ExistingRows { get; init; }

    public string? DefaultValueSql { get; init; }

    public string? Collation { get; init; }

    public string? Comment { get; init; }
}

internal sealed record SetNotNullOperation : PhasedOperation
{
    public required string Column { get; init; }
}

internal sealed record CreateIndexOperation : PhasedOperation
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public bool Unique { get; init; }

    public string? Filter { get; init; }

    public IReadOnlyList<bool>? Descending { get; init; }

    public string? Method { get; init; }

    public IReadOnlyList<string>? Include { get; init; }

    public bool NullsDistinct { get; init; } = true;

    public IReadOnlyList<string>? Collation { get; init; }

    public IReadOnlyList<string>? Operators { get; init; }

    public IReadOnlyList<NullSortOrder>? NullSortOrder { get; init; }

    public IReadOnlyDictionary<string, string>? StorageParameters { get; init; }
}

internal sealed record AddForeignKeyOperation : PhasedOperation
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required string PrincipalTable { get; init; }

    public string? PrincipalSchema { get; init; }

    /// <summary>Null or empty means the primary key of the principal table.</summary>
    public IReadOnlyList<string>? PrincipalColumns { get; init; }

    public ForeignKeyAction OnUpdate { get; init; }

    public ForeignKeyAction OnDelete { get; init; }

    // Left out where it is the default: a definition that was stored before there was one is still the same.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ForeignKeyDeferral Deferral { get; init; }
}

internal sealed record DeleteRowsOperation : PhasedOperation
{
    public required string Where { get; init; }

    public string? ArchiveInto { get; init; }

    public string? ArchiveSchema { get; init; }
}

internal sealed record CopyRowsOperation : PhasedOperation
{
    public required string To { get; init; }

    public string? ToSchema { get; init; }

    public required string Set { get; init; }

    /// <summary>The columns of <see cref="To"/> that tell its rows apart; each is a plain column of the source.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    public string? Where { get; init; }
}

internal sealed record TransformOperation : PhasedOperation
{
    /// <summary>The name under which processes have it.</summary>
    public required string Transform { get; init; }

    public required IReadOnlyList<string> Read { get; init; }

    public required IReadOnlyList<string> Write { get; init; }

    public string? Where { get; init; }
}
