namespace PhasedMigrations.CodeFixes.PostgreSql;

/// <summary>The value that EF Core's scaffolder would give existing rows, as SQL, by store type.</summary>
internal static class StoreTypeDefaults
{
    /// <summary>Null for a type whose neutral value is unknown.</summary>
    public static string? Of(string storeType)
    {
        var type = storeType.Trim().ToLowerInvariant();
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return "'{}'";

        return WithoutFacets(type) switch
        {
            "boolean" or "bool" => "false",
            "smallint" or "int2" or "integer" or "int" or "int4" or "bigint" or "int8" or "numeric" or "decimal" or "real" or "float4"
                or "double precision" or "float8" or "money" => "0",
            "text" or "character varying" or "varchar" or "character" or "char" or "bpchar" or "citext" or "hstore" => "''",
            "uuid" => "'00000000-0000-0000-0000-000000000000'",
            "json" or "jsonb" => "'{}'",
            "bytea" => @"'\x'",
            // The provider writes DateTime.MinValue and its kin as -infinity.
            "timestamp with time zone" or "timestamptz" or "timestamp without time zone" or "timestamp" or "date" => "'-infinity'",
            "time without time zone" or "time" or "interval" => "'00:00:00'",
            _ => null,
        };
    }

    public static bool IsText(string storeType) => WithoutFacets(storeType.Trim().ToLowerInvariant()) is
        "text" or "character varying" or "varchar" or "character" or "char" or "bpchar" or "citext";

    /// <summary><c>timestamp(3) with time zone</c> is <c>timestamp with time zone</c>.</summary>
    private static string WithoutFacets(string type)
    {
        var open = type.IndexOf('(');
        var close = type.IndexOf(')');
        return open < 0 || close < open ? type : (type.Substring(0, open).TrimEnd() + type.Substring(close + 1)).Trim();
    }
}
