using Npgsql;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>
/// What is asked of rows and their copies. The trigger changes both in one transaction, so that they agree in every snapshot, whatever the
/// application writes meanwhile.
/// </summary>
internal sealed class CopyChecks(VerifiedWork work, CopyWork copy, long migration)
{
    private const string Ended = "the copies are kept in step no more since the contract: each table goes its own way";
    private readonly CopyMapping _mapping = copy.Mapping;

    private string Row => Quote.Identifier(_mapping.Copy.Table);

    public async Task<RowCheck?> ForAsync(NpgsqlConnection connection, PhasedVerificationSubject subject, double percent, CancellationToken cancellationToken)
    {
        if (await IsContractedAsync(connection, cancellationToken).ConfigureAwait(false))
            return RowCheck.Refused(work, subject, percent, Ended);
        return subject switch
        {
            PhasedVerificationSubject.Pending => Missing(),
            PhasedVerificationSubject.Values => await ValuesAsync(connection, percent, cancellationToken).ConfigureAwait(false),
            PhasedVerificationSubject.Surplus => Surplus(percent),
            _ => null,
        };
    }

    private async Task<bool> IsContractedAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<bool>("SELECT state = 'completed' FROM phased.migrations WHERE id = $1", [migration], cancellationToken).ConfigureAwait(false);

    private RowCheck Missing() => new(
        work, PhasedVerificationSubject.Pending, 100,
        $"CASE WHEN EXISTS (SELECT 1 FROM {copy.Target} AS phased_copy WHERE {_mapping.Matches("phased_copy", Row)}) THEN 0 ELSE 1 END")
    {
        Scope = _mapping.Copy.Where,
    };

    // Judged is what a batch wrote, or since then the trigger: in the transaction that wrote the row. What was there before, or what somebody else wrote
    // into the copy, is not the mapping's.
    private async Task<RowCheck> ValuesAsync(NpgsqlConnection connection, double percent, CancellationToken cancellationToken)
    {
        var comparison = await ValueComparison.ForCopyAsync(connection, work.Table, work.Other!, _mapping, cancellationToken).ConfigureAwait(false);
        if (comparison.Refusal is { } refusal)
            return RowCheck.Refused(work, PhasedVerificationSubject.Values, percent, refusal);
        var isByTrigger = work.Step.After is { } after ? $"(phased_copy.xmin = phased_given.phased_xmin AND age(phased_copy.xmin) <= age('{after}'::xid)) OR " : "";
        // Without a FROM the names in the expressions are those of the row outside, also where the copy has the same.
        return new(
            work, PhasedVerificationSubject.Values, percent,
            $"""
            SELECT CASE WHEN {isByTrigger}phased_copy.xmin IN ({work.OwnXids(migration)})
                THEN CASE WHEN {comparison.Different} THEN 1 ELSE 0 END END
            FROM (SELECT {Row}.xmin AS phased_xmin, {comparison.Given}) AS phased_given
            JOIN {copy.Target} AS phased_copy ON {_mapping.Matches("phased_copy", Row)}
            """)
        {
            Scope = _mapping.Copy.Where,
        };
    }

    private RowCheck Surplus(double percent)
    {
        var row = Conditions.Join(_mapping.Matches("phased_copy", Row), _mapping.Copy.Where);
        return new(
            work, PhasedVerificationSubject.Surplus, percent,
            $"CASE WHEN {work.IsOwn(migration)} THEN CASE WHEN EXISTS (SELECT 1 FROM {work.Table.QuotedName} AS {Row} WHERE {row}) THEN 0 ELSE 1 END END")
        {
            Table = work.Other!, Alias = "phased_copy",
        };
    }
}
