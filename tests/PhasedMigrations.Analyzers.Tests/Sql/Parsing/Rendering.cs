using System.Collections;
using System.Reflection;
using PhasedMigrations.Model;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

/// <summary>
/// Writes parsed statements as short text: the record's name and what it holds, false, null and empty left out.
/// CreateIndex(Name=i, Table=t, IsNamed, Elements=[Index(Column=a, Expression=`a`)])
/// </summary>
internal static class Rendering
{
    /// <summary>Endings that every statement, action or constraint shares.</summary>
    private static readonly string[] Endings = ["Statement", "Action", "Constraint", "Definition", "Element"];

    public static string Parse(string sql) => string.Join("; ", SqlParser.Parse(sql).Select(Of));

    public static string Of(object value) => value switch
    {
        string text => text,
        SqlExpression expression => $"`{expression}`",
        SqlTypeName type => TypeName(type),
        TableName table => table.ToString(),
        Enum constant => constant.ToString(),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(item => item is null ? "?" : Of(item)))}]",
        _ => Record(value),
    };

    private static string Record(object record)
    {
        var name = record.GetType().Name;
        var ending = record is Operation ? null : Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal) && name != ending);
        var parts = record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.Name != "LetsEverythingThrough")
            .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken)
            .Select(property => Property(property.Name, property.GetValue(record)))
            .Where(part => part.Length > 0);
        var text = string.Join(", ", parts);
        var shortName = ending is null ? name : name[..^ending.Length];
        return text.Length == 0 ? shortName : $"{shortName}({text})";
    }

    private static string Property(string name, object? value) => value switch
    {
        null or false or SqlSpan or System.Type or 0 => "",
        true => name,
        IEnumerable items and not string when !items.Cast<object?>().Any() => "",
        _ => $"{name}={Of(value)}",
    };

    private static int Depth(System.Type type) => type.BaseType is { } parent ? Depth(parent) - 1 : 0;

    private static string TypeName(SqlTypeName type) =>
        (type.Schema is null ? "" : type.Schema + ".")
        + (type.Name ?? "?")
        + (type.Modifiers is null ? "" : $"({type.Modifiers})")
        + string.Concat(Enumerable.Repeat("[]", type.ArrayDimensions));
}
