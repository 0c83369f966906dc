namespace PhasedMigrations.Transforms.Mapping;

/// <summary>What is to be known of a column in order to read it into C# or to write it from there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as people write it.</param>
/// <param name="CastType">The same without length: a cast to <c>varchar(5)</c> would cut in silence what an assignment refuses.</param>
/// <param name="BaseType">pg_type.typname, below any domain.</param>
/// <param name="IsArray">Its values are arrays.</param>
/// <param name="Labels">Of an enum, in order; else none.</param>
internal sealed record ColumnShape(string Name, string Type, string CastType, string BaseType, bool IsArray, IReadOnlyList<string> Labels)
{
    private static readonly HashSet<string> TextTypes = ["text", "varchar", "bpchar", "_text", "_varchar", "_bpchar"];

    /// <summary>Text, or an array of texts.</summary>
    public bool IsText => TextTypes.Contains(BaseType);

    public bool IsEnum => Labels.Count > 0;
}
