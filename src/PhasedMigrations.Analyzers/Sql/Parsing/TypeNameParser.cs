using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Typename of PostgreSQL's grammar.</summary>
internal static class TypeNameParser
{
    /// <summary>The names that format_type gives to the aliases PostgreSQL knows.</summary>
    private static readonly Dictionary<string, string> CanonicalNames = new(StringComparer.Ordinal)
    {
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int2"] = "smallint",
        ["int8"] = "bigint",
        ["float4"] = "real",
        ["float8"] = "double precision",
        ["bool"] = "boolean",
        ["decimal"] = "numeric",
        ["dec"] = "numeric",
        ["varchar"] = "character varying",
        ["char"] = "character",
        ["nchar"] = "character",
        ["bpchar"] = "character",
        ["varbit"] = "bit varying",
        ["timestamp"] = "timestamp without time zone",
        ["timestamptz"] = "timestamp with time zone",
        ["time"] = "time without time zone",
        ["timetz"] = "time with time zone",
        ["serial4"] = "serial",
        ["serial8"] = "bigserial",
        ["serial2"] = "smallserial",
    };

    /// <summary>Nearly every column has one of these types: they are made once.</summary>
    private static readonly Dictionary<string, SqlTypeName> Common = CanonicalNames.Values
        .Concat(["text", "uuid", "date", "jsonb", "json", "bytea", "bit", "interval", "inet", "citext", "real", "double precision"])
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, name => new SqlTypeName(null, name, null, 0), StringComparer.Ordinal);

    /// <summary>The type that a text names; null when it names none or says more.</summary>
    public static SqlTypeName? Read(string text)
    {
        var cursor = TokenCursor.Over(new SqlSource(text, Literal: null), 0, text.Length, new NameTable(), depth: 0);
        return TryRead(cursor, out var type) && cursor.AtEnd ? type : null;
    }

    public static bool TryRead(TokenCursor cursor, out SqlTypeName type)
    {
        cursor.Accept(Keyword.SetOf);
        if (!TryBuiltIn(cursor, out var schema, out var name, out var modifiers) && !TryNamed(cursor, out schema, out name, out modifiers))
        {
            type = new SqlTypeName(null, null, null, 0);
            return false;
        }

        var dimensions = Dimensions(cursor);
        type = schema is null && name is not null && modifiers is null && dimensions == 0 && Common.TryGetValue(name, out var common)
            ? common
            : new SqlTypeName(schema, name, modifiers, dimensions);
        return true;
    }

    /// <summary>The types with a grammar of their own: several words, or modifiers in the middle.</summary>
    private static bool TryBuiltIn(TokenCursor cursor, out string? schema, out string? name, out string? modifiers)
    {
        (schema, name, modifiers) = (null, null, null);
        switch (cursor.Keyword)
        {
            case Keyword.Double when cursor.Accept(Keyword.Double, Keyword.Precision):
                name = "double precision";
                return true;
            case Keyword.Float:
                cursor.Skip();
                name = int.TryParse(Modifiers(cursor), out var bits) && bits <= 24 ? "real" : "double precision";
                return true;
            case Keyword.Bit:
                cursor.Skip();
                name = cursor.Accept(Keyword.Varying) ? "bit varying" : "bit";
                modifiers = Modifiers(cursor);
                return true;
            case Keyword.Character or Keyword.Char or Keyword.NChar:
            case Keyword.National when cursor.Peek(1).Keyword is Keyword.Character or Keyword.Char:
                cursor.Accept(Keyword.National);
                cursor.Skip();
                name = cursor.Accept(Keyword.Varying) ? "character varying" : "character";
                modifiers = Modifiers(cursor);
                return true;
            case Keyword.Timestamp or Keyword.Time:
                var isTimestamp = cursor.Is(Keyword.Timestamp);
                cursor.Skip();
                modifiers = Modifiers(cursor);
                name = (isTimestamp, AcceptTimeZone(cursor)) switch
                {
                    (true, true) => "timestamp with time zone",
                    (true, false) => "timestamp without time zone",
                    (false, true) => "time with time zone",
                    (false, false) => "time without time zone",
                };
                return true;
            case Keyword.Interval:
                cursor.Skip();
                name = "interval";
                while (cursor.Keyword is Keyword.Year or Keyword.Month or Keyword.Day or Keyword.Hour or Keyword.Minute or Keyword.Second or Keyword.To)
                    cursor.Skip();
                modifiers = Modifiers(cursor);
                return true;
            default:
                return false;
        }
    }

    private static bool TryNamed(TokenCursor cursor, out string? schema, out string? name, out string? modifiers)
    {
        (schema, name, modifiers) = (null, null, null);
        var isQuoted = cursor.Is(SqlTokenKind.QuotedIdentifier);
        if (!cursor.TryQualifiedName(out var qualified))
            return false;

        if (qualified is { } known)
        {
            schema = known.Schema == "pg_catalog" ? null : known.Schema;
            name = schema is null ? CanonicalName(known.Name, isQuoted) : known.Name;
        }

        modifiers = Modifiers(cursor);
        if (cursor.IsOperator("%") && cursor.Peek(1).Keyword == Keyword.Type)
            cursor.Position += 2; // table.column%TYPE
        return true;
    }

    /// <summary>"char" in quotes is a type of its own: one byte.</summary>
    private static string CanonicalName(string name, bool isQuoted)
    {
        if (isQuoted && name == "char")
            return "\"char\"";
        return CanonicalNames.TryGetValue(name, out var canonical) ? canonical : name;
    }

    private static string? Modifiers(TokenCursor cursor) => cursor.Parenthesized()?.ToString().Replace(" ", "");

    private static bool AcceptTimeZone(TokenCursor cursor)
    {
        if (cursor.Is(Keyword.With, Keyword.Time))
            return cursor.Accept(Keyword.With, Keyword.Time, Keyword.Zone);
        cursor.Accept(Keyword.Without, Keyword.Time, Keyword.Zone);
        return false;
    }

    private static int Dimensions(TokenCursor cursor)
    {
        var isArray = cursor.Accept(Keyword.Array);
        var dimensions = 0;
        while (cursor.Is(SqlTokenKind.OpenBracket))
        {
            cursor.Position = cursor.EndOfGroup();
            dimensions++;
        }

        return isArray ? Math.Max(dimensions, 1) : dimensions;
    }
}
