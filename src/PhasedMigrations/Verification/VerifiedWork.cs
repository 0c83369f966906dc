using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Bulk work that the engine has done.</summary>
/// <param name="Operation">The position of its operation in the definition.</param>
/// <param name="Description">The operation, in words.</param>
/// <param name="Step">What the ledger has of it.</param>
/// <param name="Work">What was done to each row.</param>
/// <param name="Table">Where.</param>
/// <param name="Other">The table where copied or archived rows are; null where there is none.</param>
internal sealed record VerifiedWork(int Operation, string Description, VerifiedStep Step, BulkWork Work, TableFacts Table, TableFacts? Other)
{
    /// <summary>The transactions whose rows are as the work or a repair has left them.</summary>
    public string OwnXids(long migration) => $"""
        SELECT unnest(phased_c.xids) FROM phased.chunks phased_c WHERE phased_c.step_id = {Step.Id}
        UNION ALL
        SELECT unnest(phased_v.xids) FROM phased.verifications phased_v WHERE phased_v.migration_id = {migration} AND phased_v.operation = {Operation}
        """;

    /// <summary>A condition for the rows whose present version the work or a repair has written: nobody has changed them since.</summary>
    public string IsOwn(long migration) => $"xmin IN ({OwnXids(migration)})";

    /// <summary>A condition for the rows that nobody has written since the horizon.</summary>
    public string IsOlder => $"age(xmin) > age('{Step.Horizon}'::xid)";

    /// <summary>All of the definition that is done.</summary>
    public static async Task<IReadOnlyList<VerifiedWork>> FindAsync(
        NpgsqlConnection connection, long migration, PhasedDefinition definition, ServerFacts facts, CancellationToken cancellationToken)
    {
        var steps = await connection.QueryAsync(
            """
            SELECT operation, id, finished_at, horizon::xid::text, horizon_at, pg_snapshot_xmin(began)::xid::text, pg_snapshot_xmax(began)::xid::text
            FROM phased.steps
            WHERE migration_id = $1 AND kind = $2 AND state = 'done'
            ORDER BY operation
            """,
            [migration, BackfillStep.StepKind],
            reader => (Operation: reader.GetInt32(0), Step: new VerifiedStep(
                reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.Nullable<string>(3), reader.Nullable<DateTimeOffset?>(4), reader.Nullable<string>(5),
                reader.Nullable<string>(6))),
            cancellationToken).ConfigureAwait(false);
        return [.. steps.Select(step => Of(definition, facts, step.Operation, step.Step))];
    }

    private static VerifiedWork Of(PhasedDefinition definition, ServerFacts facts, int index, VerifiedStep step)
    {
        var operation = definition.Operations[index];
        var table = facts.TableOf(operation);
        var other = operation switch
        {
            DeleteRowsOperation { ArchiveInto: { } archive } delete => facts.Table(delete.ArchiveSchema, archive),
            CopyRowsOperation copy => facts.Table(copy.ToSchema, copy.To),
            _ => null,
        };
        BulkWork work = operation switch
        {
            BackfillOperation backfill => new UpdateWork(backfill, IsFilledByTrigger: IsProven(definition, backfill, index)),
            AddRequiredColumnOperation column => new UpdateWork(RequiredColumnFill.For(column), IsFilledByTrigger: true),
            DeleteRowsOperation delete => new DeleteWork(delete, table.DisplayName, other is null ? null : ArchiveTarget.Of(table, other)),
            CopyRowsOperation copy => new CopyWork(new(copy), other!.QuotedName),
            TransformOperation transform => new TransformWork(transform, table, KeyRange.Of(table)),
            _ => throw new InvalidOperationException($"{operation.GetType().Name} has no rows."),
        };
        return new(index, OperationDescription.Of(work is UpdateWork update ? update.Backfill : operation), step, work, table, other);
    }

    // A SetNotNull that follows lets the server count and validate the same rows.
    private static bool IsProven(PhasedDefinition definition, BackfillOperation backfill, int index) =>
        DoneMarker.Find(backfill.Set, backfill.Where) is { IsNull: true } marker && definition.Operations.Skip(index + 1).OfType<SetNotNullOperation>()
            .Any(notNull => notNull.IsOnSameTable(backfill) && notNull.Column == marker.Column);
}

/// <summary>A row of phased.steps that is done.</summary>
/// <param name="Id">Its number.</param>
/// <param name="FinishedAt">When it was done.</param>
/// <param name="Horizon">Rows that no transaction since this one has written must be done; null when that was not noted.</param>
/// <param name="HorizonAt">When that was.</param>
/// <param name="Before">Rows that no transaction since this one has written were there when the step began; null when that was not noted.</param>
/// <param name="After">Rows that a transaction since this one has written were written after the step began; null when that was not noted.</param>
internal sealed record VerifiedStep(long Id, DateTimeOffset FinishedAt, string? Horizon, DateTimeOffset? HorizonAt, string? Before, string? After);
