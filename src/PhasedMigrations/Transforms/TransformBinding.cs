using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms.Mapping;

namespace PhasedMigrations.Transforms;

/// <summary>A transform of this process beside the columns of the table that it reads and writes.</summary>
internal sealed record TransformBinding(RegisteredTransform Transform, RowMapping Rows, ValueMapping Values)
{
    /// <exception cref="MissingTransformException">This process does not have the transform.</exception>
    /// <exception cref="InvalidDefinitionException">Its types do not fit the columns, or the server does not accept the statement.</exception>
    public static async Task<TransformBinding> BindAsync(RunContext run, TransformWork work, CancellationToken cancellationToken)
    {
        var transform = Require(run, work);
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(StrongLock.Instant).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var shapes = await connection.QueryAsync(
            EmbeddedSql.Read("Transforms.Mapping.ColumnShapes.sql"),
            [Commands.AsText(work.Table.QuotedName), work.Transform.Read.Concat(work.Transform.Write).ToArray()],
            reader => new ColumnShape(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4), reader.GetFieldValue<string[]>(5)),
            cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = RowMapping.For(transform.Row, Of(work.Transform.Read, shapes));
            var values = ValueMapping.For(transform.Value, Of(work.Transform.Write, shapes));
            await connection.ExecuteAsync($"EXPLAIN {work.Trial(values.Columns)}", [], cancellationToken).ConfigureAwait(false);
            return new(transform, rows, values);
        }
        catch (InvalidDefinitionException e)
        {
            throw new InvalidDefinitionException($"{Unfit(work)}: {e.Message} Nothing was changed.", e);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("42", StringComparison.Ordinal) && e.SqlState != PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidDefinitionException($"{Unfit(work)}: {ServerErrors.Describe(e)} Nothing was changed.", e);
        }
    }

    /// <exception cref="MissingTransformException">This process does not have the transform.</exception>
    public static RegisteredTransform Require(RunContext run, TransformWork work) => run.Options.Transforms.Find(work.Transform.Transform)
        ?? throw new MissingTransformException(work.Table.DisplayName, work.Transform.Transform, run.Options.Transforms);

    private static string Unfit(TransformWork work) => $"The transform {work.Transform.Transform} does not fit the table {work.Table.DisplayName}";

    private static ColumnShape[] Of(IEnumerable<string> names, List<ColumnShape> shapes) =>
        [.. names.Select(name => shapes.Find(shape => shape.Name == name)
            ?? throw new InvalidDefinitionException($"The column {name} does not exist."))];
}
