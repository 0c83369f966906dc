using System.Collections.Immutable;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.Suppressions;

/// <summary>The suppressions of one piece of SQL, and what each covers.</summary>
internal sealed class TextSuppressions
{
    /// <summary>SQL that could not be analysed is reported under this id.</summary>
    public const string NotAnalysedId = "PHM9001";

    private static readonly TextSuppressions None = new([]);

    private readonly IReadOnlyList<(SuppressionComment Comment, Suppression Suppression)> _suppressions;

    private TextSuppressions(IReadOnlyList<(SuppressionComment, Suppression)> suppressions) => _suppressions = suppressions;

    public IEnumerable<Suppression> All => _suppressions.Select(each => each.Suppression);

    public static TextSuppressions In(SqlText sql, IReadOnlyList<SqlSpan> notAnalysed)
    {
        var comments = SuppressionComment.In(sql.Text);
        return comments.Count == 0 ? None : new TextSuppressions(comments.Select(comment =>
        {
            var suppression = new Suppression(comment.RuleIds, comment.HasReason, comment.IsForFile, Place.In(sql, comment.Span));
            var hides = suppression.Silences(NotAnalysedId) && notAnalysed.Any(comment.Covers);
            return (comment, suppression with { HidesWhatIsNotAnalysed = hides });
        }).ToList());
    }

    public ImmutableArray<Suppression> At(SqlSpan span) => _suppressions.Count == 0
        ? ImmutableArray<Suppression>.Empty
        : _suppressions.Where(each => each.Comment.Covers(span)).Select(each => each.Suppression).ToImmutableArray();
}
