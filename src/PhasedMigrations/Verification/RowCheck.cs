using System.Globalization;

namespace PhasedMigrations.Verification;

/// <summary>One question about the rows of a backfill.</summary>
/// <param name="Work">The backfill.</param>
/// <param name="Subject">What is asked.</param>
/// <param name="Percent">How much of the table is looked at.</param>
/// <param name="Verdict">An expression for each row: 0 right, 1 wrong, NULL not to be judged.</param>
internal sealed record RowCheck(VerifiedWork Work, PhasedVerificationSubject Subject, double Percent, string Verdict)
{
    public string IsWrong => $"({Verdict}) = 1";

    public string Description => Subject == PhasedVerificationSubject.Pending
        ? $"verify that {Work.Table.DisplayName} has no row left to do"
        : string.Create(CultureInfo.InvariantCulture, $"verify the values of {Work.Table.DisplayName} ({Percent:0.##} %)");

    // Rows that somebody else has written since the horizon may be pending for good reasons; what the backfill wrote is its own, also while an older
    // transaction elsewhere keeps the horizon back. A row that is not judged is not evaluated either.
    public static RowCheck Pending(VerifiedWork work, long migration, string pending) => new(
        work, PhasedVerificationSubject.Pending, 100,
        $"CASE WHEN age(xmin) > age('{work.Horizon}'::xid) OR {work.IsOwn(migration)} THEN CASE WHEN ({pending}\n) THEN 1 ELSE 0 END END");

    public static RowCheck Values(VerifiedWork work, long migration, double percent, string different) => new(
        work, PhasedVerificationSubject.Values, percent,
        $"CASE WHEN {work.IsOwn(migration)} THEN CASE WHEN {different} THEN 1 ELSE 0 END END");
}
