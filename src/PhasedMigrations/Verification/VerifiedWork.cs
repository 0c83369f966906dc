using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>A backfill that the engine has done.</summary>
/// <param name="Operation">The position of its operation in the definition.</param>
/// <param name="Step">Its row in phased.steps.</param>
/// <param name="FinishedAt">When it was done.</param>
/// <param name="Horizon">Rows that no transaction since this one has written must be done; null when that was not noted.</param>
/// <param name="Work">What was done to each row.</param>
/// <param name="Table">Where.</param>
internal sealed record VerifiedWork(int Operation, long Step, DateTimeOffset FinishedAt, string? Horizon, UpdateWork Work, TableFacts Table)
{
    /// <summary>The condition of rows that are not done; null when the rows do not tell.</summary>
    public string? Pending => Work.AlongPages(Table) is { Obstacle: null } pages ? pages.Pending : null;

    public string Description => OperationDescription.Of(Work.Backfill);

    /// <summary>A condition for the rows whose present version a backfill or a repair has written: nobody has changed them since.</summary>
    public string IsOwn(long migration) => $"""
        xmin IN (
            SELECT unnest(phased_c.xids) FROM phased.chunks phased_c WHERE phased_c.step_id = {Step}
            UNION ALL
            SELECT unnest(phased_v.xids) FROM phased.verifications phased_v WHERE phased_v.migration_id = {migration} AND phased_v.operation = {Operation})
        """;

    /// <summary>Every backfill of the definition that is done.</summary>
    public static async Task<IReadOnlyList<VerifiedWork>> FindAsync(
        NpgsqlConnection connection, long migration, PhasedDefinition definition, ServerFacts facts, CancellationToken cancellationToken)
    {
        var steps = await connection.QueryAsync(
            "SELECT operation, id, finished_at, horizon::xid::text FROM phased.steps WHERE migration_id = $1 AND kind = $2 AND state = 'done' ORDER BY operation",
            [migration, BackfillStep.StepKind],
            reader => (Operation: reader.GetInt32(0), Step: reader.GetInt64(1), At: reader.GetFieldValue<DateTimeOffset>(2), Horizon: reader.Nullable<string>(3)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. from step in steps
               let update = Update(definition, step.Operation)
               where update is not null
               select new VerifiedWork(step.Operation, step.Step, step.At, step.Horizon, update, facts.TableOf(update.Backfill)),
        ];
    }

    private static UpdateWork? Update(PhasedDefinition definition, int index) => definition.Operations[index] switch
    {
        BackfillOperation backfill => new(backfill, IsFilledByTrigger: IsProven(definition, backfill, index)),
        AddRequiredColumnOperation column => new(RequiredColumnFill.For(column), IsFilledByTrigger: true),
        _ => null,
    };

    // A SetNotNull that follows lets the server count and validate the same rows.
    private static bool IsProven(PhasedDefinition definition, BackfillOperation backfill, int index) =>
        DoneMarker.Find(backfill.Set, backfill.Where) is { IsNull: true } marker && definition.Operations.Skip(index + 1).OfType<SetNotNullOperation>()
            .Any(notNull => notNull.IsOnSameTable(backfill) && notNull.Column == marker.Column);
}
