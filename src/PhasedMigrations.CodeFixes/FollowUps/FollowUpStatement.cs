using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.FollowUps;

/// <summary>One statement of a follow-up migration.</summary>
/// <param name="Sql">The lines of an SQL statement.</param>
/// <param name="Comments">What stands above it, without the slashes.</param>
/// <param name="LetsWritesThrough">
/// It takes as long as the table is large under a lock that writers pass. Everything else takes a strong lock for an instant, and must
/// not come first: the locks of a transaction last to its end.
/// </param>
internal sealed record FollowUpStatement(IReadOnlyList<string> Sql, IReadOnlyList<string> Comments, bool LetsWritesThrough)
{
    public static FollowUpStatement Instant(params string[] sql) => new(sql, [], LetsWritesThrough: false);

    public static FollowUpStatement Long(params string[] sql) => new(sql, [], LetsWritesThrough: true);

    public string Render(string builder, string indent, string unit, SourceLayout layout) =>
        string.Concat(Comments.Select(comment => $"{indent}// {comment}{layout.NewLine}"))
        + CSharpText.SqlStatement(builder, Sql, indent, unit, layout);
}
