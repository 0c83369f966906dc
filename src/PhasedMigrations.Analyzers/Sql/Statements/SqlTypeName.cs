namespace PhasedMigrations.Sql.Statements;

/// <summary>A data type, under the name that PostgreSQL's format_type gives it: int4 is integer, varchar is character varying.</summary>
/// <param name="Schema">Null also for pg_catalog.</param>
/// <param name="Modifiers">What stands in parentheses, without them: 10,2.</param>
/// <param name="ArrayDimensions">0 when it is no array.</param>
internal sealed record SqlTypeName(string? Schema, string? Name, string? Modifiers, int ArrayDimensions)
{
    /// <summary>serial is not a type: it stands for integer, a sequence and a default that reads it.</summary>
    public bool IsSerial => Schema is null && ArrayDimensions == 0 && Name is "serial" or "bigserial" or "smallserial";

    /// <summary>The whole type as one text, character varying(20)[]; null when its name is not fixed.</summary>
    public string? Text
    {
        get
        {
            if (Name is null)
                return null;
            var name = Schema is null ? Name : $"{Schema}.{Name}";
            var modifiers = Modifiers is null ? "" : $"({Modifiers})";
            return name + modifiers + string.Concat(Enumerable.Repeat("[]", ArrayDimensions));
        }
    }

    /// <summary>The type that the values have: integer for serial.</summary>
    public string? ValueType => IsSerial
        ? Name switch
        {
            "bigserial" => "bigint",
            "smallserial" => "smallint",
            _ => "integer",
        }
        : Text;
}
