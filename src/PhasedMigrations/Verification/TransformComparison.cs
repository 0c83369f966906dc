using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Backfill.Transforms;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Verification;

/// <summary>
/// Runs the transform again for the rows that nobody has changed since it wrote them, slice by slice along the key, and lets the server compare: only it
/// knows how a column holds a value. What a slice showed is noted with it.
/// </summary>
internal sealed class TransformComparison(RunContext run, VerifiedWork work, TransformWork transform, TransformBinding binding, VerificationStore store)
{
    private const int SampleSize = 5;
    // The condition no longer holds for rows that are done.
    private readonly TransformWork _all = transform with { Transform = transform.Transform with { Where = null } };

    public string Description => $"verify the values of {work.Table.DisplayName} by {transform.Transform.Transform}";

    /// <summary>Why values cannot be compared; null when they can.</summary>
    public static string? Refusal(RunContext run, TransformWork work)
    {
        var definition = work.Transform;
        return definition.Write.FirstOrDefault(definition.Read.Contains) is { } inPlace
            ? $"the transform reads {inPlace}, which it writes: the value from before is gone"
            : run.Options.Transforms.Find(definition.Transform) is null
                ? $"this process does not have the transform {definition.Transform}: verify in the application, by PhasedRunner.VerifyAsync"
                : null;
    }

    public async Task<VerificationRow> RunAsync(double percent, int seed, CancellationToken cancellationToken)
    {
        var row = await store.BeginAsync(work.Operation, PhasedVerificationSubject.Values, percent, cancellationToken).ConfigureAwait(false);
        var sample = percent >= 100 ? "true" : string.Create(
            CultureInfo.InvariantCulture, $"abs(hashtextextended({transform.Key.AsTextArray}::text, {seed}) % 1000000) < {percent * 10_000}");
        var rows = $"{Quote.Identifier(work.Table.Name)}.xmin IN ({work.OwnXids(run.Migration.Id)}) AND {sample}";
        var different = await store.ReadAsync(DifferentAsync, cancellationToken).ConfigureAwait(false);
        var reading = new TransformReading(run, _all, binding);
        var computing = new TransformComputing(run, binding);
        string[]? low = null;
        for (var isEnd = false; !isEnd;)
        {
            await run.PassAsync(run.Holds, Description, cancellationToken).ConfigureAwait(false);
            var range = low is null ? rows : $"({transform.Key.ColumnList}) > {transform.Key.Tuple(low)} AND {rows}";
            var read = await run.PersistAsync(Description, token => ReadAsync(reading, range, token), cancellationToken).ConfigureAwait(false);
            isEnd = read.IsEnd;
            for (var open = new Queue<TransformRow>(read.Rows); open.Count > 0;)
            {
                var slice = await computing.SliceAsync(open, (_, _) => { }, () => false, cancellationToken).ConfigureAwait(false);
                row = await CompareAsync(row, slice.Rows, different, cancellationToken).ConfigureAwait(false);
                low = slice.Last;
            }
        }

        var others = await store.ReadAsync(
            (connection, token) => connection.ScalarAsync<long>($"SELECT count(*) FROM {work.Table.QuotedName} WHERE {sample}", [], token), cancellationToken)
            .ConfigureAwait(false);
        return await store.FinishAsync(
            row, work.Table, new(null, null, null, 0, 0, 0, Math.Max(0, others - row.Checked), []), cancellationToken).ConfigureAwait(false);
    }

    private async Task<(List<TransformRow> Rows, bool IsEnd)> ReadAsync(TransformReading reading, string range, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await reading.ReadAsync(connection, range, cancellationToken).ConfigureAwait(false);
    }

    private Task<VerificationRow> CompareAsync(VerificationRow row, List<ComputedRow> rows, string different, CancellationToken cancellationToken) =>
        run.PersistAsync(
            Description,
            async token =>
            {
                await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                var writing = new TransformWriting(run, transform, binding);
                await writing.BeginAsync(connection, token).ConfigureAwait(false);
                await writing.LoadAsync(connection, rows, token).ConfigureAwait(false);
                var found = rows.Count == 0 ? [] : await connection.QueryAsync(
                    transform.Compare(transform.Key.AreRows(rows.Select(computed => computed.Key)), different), [], reader => (N: reader.GetInt32(0), IsWrong: reader.GetBoolean(1)), token).ConfigureAwait(false);
                var wrong = found.Where(one => one.IsWrong).ToList();
                string[] examples = [.. wrong.Take(SampleSize).Select(one => RowKey.Describe(transform.Key, rows[one.N].Key, place: null))];
                await VerificationLedger.AdvanceAsync(
                    connection, row, new(null, null, (row.NextPage ?? 0) + 1, found.Count, wrong.Count, 0, 0, examples), isLast: false, token).ConfigureAwait(false);
                var now = await VerificationLedger.ReadAsync(connection, row.Id, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                EngineMetrics.Verified(run.Migration.Name, work.Table.QuotedName, row, now);
                return now;
            },
            cancellationToken);

    private async Task<string> DifferentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = new List<string>();
        var writers = binding.Values.Columns;
        var nulls = string.Join(", ", writers.Select((writer, i) => $"NULL::{writer.TransportSql} AS phased_w{i.ToString(CultureInfo.InvariantCulture)}"));
        for (var i = 0; i < writers.Count; i++)
        {
            var stored = $"{Quote.Identifier(work.Table.Name)}.{Quote.Identifier(writers[i].Column.Name)}";
            var cast = writers[i].Cast is { } first ? $"::{first}" : "";
            var given = string.Create(CultureInfo.InvariantCulture, $"(phased_row.phased_w{i}{cast})::{writers[i].Column.Type}");
            columns.Add(await ValueComparison.DifferenceAsync(
                connection, $"{work.Table.QuotedName}, (SELECT {nulls}) AS phased_row", stored, given, cancellationToken).ConfigureAwait(false));
        }

        return string.Join(" OR ", columns);
    }
}
