using System.Globalization;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>One question about rows.</summary>
/// <param name="Work">What was done to them.</param>
/// <param name="Subject">What is asked.</param>
/// <param name="Percent">How much of the table is looked at.</param>
/// <param name="Verdict">An expression for each row: 0 right, 1 wrong, NULL not to be judged.</param>
internal sealed record RowCheck(VerifiedWork Work, PhasedVerificationSubject Subject, double Percent, string Verdict)
{
    /// <summary>Whose rows are looked at.</summary>
    public TableFacts Table { get; init; } = Work.Table;

    /// <summary>The name of the row in <see cref="Verdict"/>; null means the table's own.</summary>
    public string? Alias { get; init; }

    /// <summary>Which rows are looked at at all; null means all of them.</summary>
    public string? Scope { get; init; }

    /// <summary>Why nothing can be judged; null when it can.</summary>
    public string? Refusal { get; init; }

    public string IsWrong => Conditions.Join($"({Verdict}) = 1", Scope)!;

    public string Description => Subject switch
    {
        PhasedVerificationSubject.Pending => $"verify that {Table.DisplayName} has no row left to do",
        PhasedVerificationSubject.Surplus => string.Create(
            CultureInfo.InvariantCulture, $"verify that every copy in {Table.DisplayName} has its row ({Percent:0.##} %)"),
        _ => string.Create(CultureInfo.InvariantCulture, $"verify the values of {(Work.Work is CopyWork ? Work.Other! : Table).DisplayName} ({Percent:0.##} %)"),
    };

    /// <summary>A statement that does wrong rows again; null where nothing says what they should be.</summary>
    public BatchSql? Repair(string target, string window) => (Work.Work, Subject) switch
    {
        (_, PhasedVerificationSubject.Surplus) => null,
        (CopyWork copy, PhasedVerificationSubject.Values) => copy.Again(target, $"{window} AND {IsWrong}"),
        (SqlWork work, _) => work.Batch(target, window, IsWrong),
        _ => null,
    };

    public static RowCheck Refused(VerifiedWork work, PhasedVerificationSubject subject, double percent, string reason) =>
        new(work, subject, percent, "NULL::integer") { Refusal = reason };
}
