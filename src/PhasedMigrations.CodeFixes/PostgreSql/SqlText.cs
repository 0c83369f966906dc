using PhasedMigrations.Model;

namespace PhasedMigrations.CodeFixes.PostgreSql;

/// <summary>Writes names and values into SQL text.</summary>
internal static class SqlText
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    public static string Table(TableName table) =>
        table.Schema is { } schema ? $"{Identifier(schema)}.{Identifier(table.Name)}" : Identifier(table.Name);

    public static string Columns(IEnumerable<string> columns) => $"({string.Join(", ", columns.Select(Identifier))})";

    /// <summary>With standard_conforming_strings, on since PostgreSQL 9.1, a backslash is an ordinary character.</summary>
    public static string Literal(string value) => $"'{value.Replace("'", "''")}'";
}
