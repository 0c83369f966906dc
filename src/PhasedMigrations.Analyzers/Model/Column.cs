namespace PhasedMigrations.Model;

/// <summary>A column as it is defined. Null stands for what the source does not fix.</summary>
internal sealed record Column(string? Name)
{
    /// <summary>As PostgreSQL's format_type names it, with modifiers: character varying(20), integer[].</summary>
    public string? Type { get; init; }

    /// <summary>The column refuses NULL.</summary>
    public bool? IsRequired { get; init; }

    public ColumnDefault? Default { get; init; }

    /// <summary>The server computes its value: generated, identity or serial column.</summary>
    public bool IsValueGenerated { get; init; }
}
