namespace PhasedMigrations.Sql.Statements;

/// <summary>Which rows a WHERE clause lets through, as far as its form tells.</summary>
/// <param name="Condition">Null when there is no WHERE.</param>
internal sealed record SqlRestriction(SqlExpression? Condition)
{
    public static readonly SqlRestriction None = new((SqlExpression?)null);

    /// <summary>
    /// Columns that every row let through holds a listed value in: = constant, IN (constants), = ANY (parameter), = (SELECT …), = variable
    /// of PL/pgSQL outside of a loop; of a subquery that lists the rows, its own.
    /// </summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>Columns compared for equality with another column, a variable or a subquery.</summary>
    public IReadOnlyList<string> JoinColumns { get; init; } = [];

    /// <summary>Columns with a bound by &lt;, &gt; or BETWEEN.</summary>
    public IReadOnlyList<string> RangeColumns { get; init; } = [];

    /// <summary>TRUE, 1 = 1: written to look like a restriction.</summary>
    public bool IsTautology { get; init; }

    /// <summary>FALSE, 1 = 0, column = NULL: no row of the table is let through.</summary>
    public bool IsContradiction { get; init; }

    /// <summary>WHERE CURRENT OF: the one row that a cursor stands on.</summary>
    public bool IsCursorRow { get; init; }

    /// <summary>Every row of the table is let through.</summary>
    public bool LetsEverythingThrough => Condition is null || IsTautology;
}
