using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Dialects;

/// <summary>Names that only one provider writes: its annotations, its types, its store types, its packages.</summary>
internal static class DialectMarks
{
    /// <summary>Classes whose methods only the provider's own model generator calls.</summary>
    private static readonly (Dialect Dialect, string Mark)[] Extensions =
    [
        (Dialect.PostgreSql, "NpgsqlModelBuilderExtensions."),
        (Dialect.PostgreSql, "NpgsqlPropertyBuilderExtensions."),
        (Dialect.MySql, "MySqlModelBuilderExtensions."),
        (Dialect.MySql, "MySqlPropertyBuilderExtensions."),
        (Dialect.MySql, "MySQLPropertyBuilderExtensions."),
        (Dialect.SqlServer, "SqlServerModelBuilderExtensions."),
        (Dialect.SqlServer, "SqlServerPropertyBuilderExtensions."),
        (Dialect.Oracle, "OracleModelBuilderExtensions."),
        (Dialect.Oracle, "OraclePropertyBuilderExtensions."),
        (Dialect.Sqlite, "SqlitePropertyBuilderExtensions."),
    ];

    /// <summary>
    /// Annotations: the weakest mark, because a model shared by several providers carries those of all of them. bitwarden's MySQL
    /// model has "Npgsql:IndexInclude".
    /// </summary>
    private static readonly (Dialect Dialect, string Mark)[] Annotations =
    [
        (Dialect.PostgreSql, "\"Npgsql:"),
        (Dialect.MySql, "\"MySql:"),
        (Dialect.MySql, "\"MySQL:"),
        (Dialect.SqlServer, "\"SqlServer:"),
        (Dialect.Oracle, "\"Oracle:"),
        (Dialect.Sqlite, "\"Sqlite:"),
    ];

    private static readonly (Dialect Dialect, string Mark)[] InOptions =
    [
        (Dialect.PostgreSql, "UseNpgsql("),
        (Dialect.MySql, "UseMySql("),
        (Dialect.MySql, "UseMySQL("),
        (Dialect.SqlServer, "UseSqlServer("),
        (Dialect.SqlServer, "UseAzureSql("),
        (Dialect.Oracle, "UseOracle("),
        (Dialect.Sqlite, "UseSqlite("),
    ];

    public static Dialect OfExtensions(string text) => Find(Extensions, text);

    /// <summary>PostgreSQL goes first: what is annotated for several databases runs on it too.</summary>
    public static Dialect OfAnnotations(string text) => Find(Annotations, text);

    /// <summary>The dialect that the text of a DbContext configures; unknown when it chooses between several.</summary>
    public static Dialect OfOptions(string text)
    {
        var found = InOptions.Where(mark => Contains(text, mark.Mark)).Select(mark => mark.Dialect).Distinct().ToList();
        return found is [var only] ? only : Dialect.Unknown;
    }

    public static Dialect OfAnnotation(string name) => OfAnnotations("\"" + name);

    /// <summary>The provider package of that assembly name.</summary>
    public static Dialect OfAssembly(string name) => name switch
    {
        "Npgsql.EntityFrameworkCore.PostgreSQL" => Dialect.PostgreSql,
        "Pomelo.EntityFrameworkCore.MySql" or "MySql.EntityFrameworkCore" or "Microting.EntityFrameworkCore.MySql" => Dialect.MySql,
        "Microsoft.EntityFrameworkCore.SqlServer" => Dialect.SqlServer,
        "Microsoft.EntityFrameworkCore.Sqlite" => Dialect.Sqlite,
        "Oracle.EntityFrameworkCore" => Dialect.Oracle,
        _ => Dialect.Unknown,
    };

    /// <summary>Providers write SQLite's and Oracle's store types in upper case and all others in lower case.</summary>
    public static Dialect OfStoreType(string type) => BaseName(type) switch
    {
        _ when type.EndsWith("[]", StringComparison.Ordinal) => Dialect.PostgreSql,
        "uuid" or "timestamp with time zone" or "timestamp without time zone" or "timestamptz" or "character varying" or "character"
            or "jsonb" or "bytea" or "boolean" or "double precision" or "integer" or "citext" or "hstore" or "inet" or "cidr" or "interval"
            or "xid" or "tsvector" or "time without time zone" or "time with time zone" or "serial" or "bigserial" => Dialect.PostgreSql,
        "nvarchar" or "nchar" or "ntext" or "datetime2" or "datetimeoffset" or "uniqueidentifier" or "bit" or "varbinary"
            or "smalldatetime" or "rowversion" or "smallmoney" => Dialect.SqlServer,
        "longtext" or "mediumtext" or "tinytext" or "longblob" or "mediumblob" or "tinyint" or "datetime" or "double"
            or "int unsigned" or "bigint unsigned" or "mediumint" => Dialect.MySql,
        "char" when type.EndsWith("(36)", StringComparison.Ordinal) => Dialect.MySql,
        "TEXT" or "INTEGER" or "REAL" or "BLOB" => Dialect.Sqlite,
        "NVARCHAR2" or "VARCHAR2" or "NUMBER" or "RAW" or "CLOB" or "NCLOB" or "BINARY_DOUBLE" => Dialect.Oracle,
        _ => Dialect.Unknown,
    };

    /// <summary>The longest identifier that the database takes; EF Core writes it into the model.</summary>
    public static Dialect OfMaximumIdentifierLength(int length) => length switch
    {
        63 => Dialect.PostgreSql,
        64 => Dialect.MySql,
        128 => Dialect.SqlServer,
        _ => Dialect.Unknown,
    };

    /// <summary>A few odd ones prove nothing: models name types by hand that their provider then ignores.</summary>
    public static Dialect MostFrequent(IEnumerable<Dialect> marks) => marks
        .Where(mark => mark != Dialect.Unknown)
        .GroupBy(mark => mark)
        .OrderByDescending(group => group.Count())
        .Select(group => group.Key)
        .FirstOrDefault();

    private static string BaseName(string type)
    {
        var parenthesis = type.IndexOf('(');
        return parenthesis < 0 ? type : type.Substring(0, parenthesis).TrimEnd();
    }

    private static Dialect Find((Dialect Dialect, string Mark)[] marks, string text) =>
        marks.FirstOrDefault(mark => Contains(text, mark.Mark)).Dialect;

    private static bool Contains(string text, string mark) => text.IndexOf(mark, StringComparison.Ordinal) >= 0;
}
