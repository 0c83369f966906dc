using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>CREATE INDEX of raw SQL as a phased operation.</summary>
internal static class SqlIndexOperation
{
    /// <summary>Null for an index over an expression, and when the statement says something that the operation has no word for.</summary>
    public static PhasedOperation? Of(FlaggedSql flagged, CreateIndexStatement index)
    {
        if (index is not { IsOnly: false, Name: { } name, Table: { } table } || HasOtherClauses(new SqlTokens(flagged.Sql.Text, index.Span)))
            return null;

        var orders = index.Elements.Select(Order).OfType<ElementOrder>().ToArray();
        var included = index.Included.Select(element => element.Column).OfType<string>().ToArray();
        if (orders.Length != index.Elements.Count || included.Length != index.Included.Count)
            return null;

        var arguments = new List<(string, string)> { ("name", CSharpText.Literal(name)), ("table", CSharpText.Literal(table.Name)) };
        arguments.Add(orders is [var only]
            ? ("column", CSharpText.Literal(only.Column))
            : ("columns", Array(orders.Select(order => CSharpText.Literal(order.Column)))));
        if (table.Schema is { } schema)
            arguments.Add(("schema", CSharpText.Literal(schema)));
        if (index.IsUnique)
            arguments.Add(("unique", "true"));
        if (index.Predicate is { } predicate)
            arguments.Add(("filter", SqlFragment.Literal(predicate.ToString())));
        if (orders.Any(order => order.IsDescending))
            arguments.Add(("descending", Array(orders.Select(order => order.IsDescending ? "true" : "false"))));
        if (index.Method is { } method)
            arguments.Add(("method", CSharpText.Literal(method)));
        if (included.Length > 0)
            arguments.Add(("include", Array(included.Select(CSharpText.Literal))));
        if (orders.Any(order => order.Nulls != "Unspecified"))
            arguments.Add(("nullSortOrder", Array(orders.Select(order => $"PhasedMigrations.NullSortOrder.{order.Nulls}"))));
        return new PhasedOperation("CreateIndex", arguments);
    }

    /// <summary>Storage parameters, a tablespace, NULLS NOT DISTINCT: whatever stands between the columns and WHERE.</summary>
    private static bool HasOtherClauses(SqlTokens tokens)
    {
        var isBehindColumns = false;
        foreach (var index in tokens.TopLevel())
        {
            if (tokens[index].Keyword == Keyword.Where)
                return false;
            if (isBehindColumns && tokens[index].Keyword != Keyword.Include && tokens[index].Kind != SqlTokenKind.OpenParenthesis
                && tokens[index].Kind != SqlTokenKind.CloseParenthesis)
                return true;
            isBehindColumns |= tokens[index].Kind == SqlTokenKind.CloseParenthesis;
        }

        return false;
    }

    /// <summary>column [ASC | DESC] [NULLS FIRST | LAST], and nothing else.</summary>
    private static ElementOrder? Order(IndexElement element)
    {
        if (element.Column is not { } column)
            return null;

        var tokens = new SqlTokens(element.Expression.Source, new SqlSpan(element.Expression.Start, element.Expression.Length));
        var next = 1;
        var isDescending = tokens[next].Keyword == Keyword.Desc;
        if (isDescending || tokens[next].Keyword == Keyword.Asc)
            next++;
        var nulls = "Unspecified";
        if (tokens[next].Keyword == Keyword.Nulls)
        {
            nulls = tokens[next + 1].Keyword == Keyword.First ? "NullsFirst" : "NullsLast";
            next += 2;
        }

        return next == tokens.Count ? new ElementOrder(column, isDescending, nulls) : null;
    }

    private static string Array(IEnumerable<string> elements) => $"new[] {{ {string.Join(", ", elements)} }}";

    private sealed record ElementOrder(string Column, bool IsDescending, string Nulls);
}
