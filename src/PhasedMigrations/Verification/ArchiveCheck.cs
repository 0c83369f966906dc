using System.Globalization;
using Npgsql;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Whether rows that were archived are in the archive, and nowhere else. One snapshot of both tables.</summary>
internal sealed class ArchiveCheck(VerifiedWork work, ArchiveTarget archive, long migration)
{
    private const int SampleSize = 5;

    public string Description => $"verify that the rows that were moved to {work.Other!.DisplayName} are there, and only there";

    /// <summary>Why it cannot be told; null when it can.</summary>
    public string? Refusal =>
        !work.Other!.CanSelect ? $"the role may not read {archive.Table}: GRANT SELECT ON it"
        : work.Step.Before is null ? "the run was begun by an older version, which did not note when"
        : null;

    /// <summary>Of rows that somebody has written again in the archive nobody can tell whether they were moved.</summary>
    public async Task<ArchiveCount> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var counts = (await connection.QueryAsync(
            $"""
             SELECT (
                     SELECT coalesce(sum(c.rows), 0) FROM phased.chunks c WHERE c.step_id = $1)::bigint + (
                     SELECT coalesce(sum(v.rows_repaired), 0) FROM phased.verifications v
                     WHERE v.migration_id = $2 AND v.operation = $3 AND v.subject = 'pending')::bigint,
                 count(*) FILTER (WHERE phased_is_own), count(*) FILTER (WHERE NOT phased_is_own), count(*) FILTER (WHERE phased_is_own AND {IsInBoth})
             FROM ({Written}) AS phased_archived
             """,
            [work.Step.Id, migration, work.Operation],
            reader => (Moved: reader.GetInt64(0), Own: reader.GetInt64(1), Others: reader.GetInt64(2), Both: reader.GetInt64(3)), cancellationToken)
            .ConfigureAwait(false))[0];
        var lost = Math.Max(0, counts.Moved - counts.Own - counts.Others);
        var examples = counts.Both == 0 || Key is not { } key ? [] : await connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT row({string.Join(", ", key.Select(column => $"phased_archived.{Quote.Identifier(column)}"))})::text FROM ({Written}) AS phased_archived WHERE phased_is_own AND {IsInBoth} LIMIT {SampleSize}"),
            [], reader => $"{reader.GetString(0)} is in both tables", cancellationToken).ConfigureAwait(false);
        if (lost > 0)
            examples.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{lost} of them are not in {archive.Table}"));
        return new(counts.Moved, counts.Both + lost, Math.Min(counts.Others, counts.Moved), [.. examples]);
    }

    // What was written into the archive since the work began: by it, or by others.
    private string Written =>
        $"SELECT *, {work.IsOwn(migration)} AS phased_is_own FROM {archive.Table} WHERE age(xmin) <= age('{work.Step.Before}'::xid)";

    // A row that was there before the work began and still is cannot be the one that was moved: keys are unique.
    private string IsInBoth => Key is not { } key ? "false" : $"""
        EXISTS (
            SELECT 1 FROM {work.Table.QuotedName} AS phased_source
            WHERE {string.Join(" AND ", key.Select(column => $"phased_source.{Quote.Identifier(column)} = phased_archived.{Quote.Identifier(column)}"))}
                AND age(phased_source.xmin) > age('{work.Step.Before}'::xid))
        """;

    private string[]? Key => work.Table.Key is { Count: > 0 } key && key.All(column => work.Other!.Column(column.Name) is { IsGenerated: false } archived && archived.Type == column.Type)
        ? [.. key.Select(column => column.Name)]
        : null;
}

/// <param name="Moved">How many rows were moved.</param>
/// <param name="Wrong">Those that are in both tables, or in none.</param>
/// <param name="Unjudged">At most so many of them the application has written again.</param>
/// <param name="Examples">The first keys, as text.</param>
internal sealed record ArchiveCount(long Moved, long Wrong, long Unjudged, string[] Examples);
