using PhasedMigrations.Operations;

namespace PhasedMigrations;

public sealed partial class PhasedMigrationBuilder
{
    /// <summary>
    /// Computes columns in C#, where SQL cannot: rows are read in batches, given to the transform that the running process has under that name, and
    /// written back in bulk, each only if what was read of it has not changed meanwhile; else it is computed again. The table needs a key.
    /// </summary>
    /// <remarks>
    /// No trigger can run C#: let the application write these columns itself before the migration runs. What is left then are the rows of before. For
    /// the same reason <see cref="SetNotNull"/> of such a column belongs into a phased migration of its own, for when no old code runs any more.
    /// </remarks>
    /// <param name="table">The table.</param>
    /// <param name="transform">The name in <see cref="PhasedRunnerOptions.Transforms"/> of the processes that run the migration.</param>
    /// <param name="read">The columns that the transform gets.</param>
    /// <param name="write">The columns that get what it returns. Columns of the key are not possible.</param>
    /// <param name="where">Which rows; null means all. A condition that is false once the row is done spares rows that are done already.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <exception cref="InvalidDefinitionException">A column is named twice, or one is both read and written without a <paramref name="where"/>.</exception>
    public PhasedMigrationBuilder Transform(
        string table, string transform, string[] read, string[] write, string? where = null, string? schema = null)
    {
        Require(table, nameof(table));
        Require(transform, nameof(transform));
        RequireAll(read, nameof(read));
        RequireAll(write, nameof(write));
        if (where is not null)
            RequireExpression(where, nameof(where));
        foreach (var columns in new[] { read, write })
        {
            if (columns.GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new InvalidDefinitionException($"The transform {transform} of {table} names the column {twice.Key} twice.");
        }

        if (where is null && write.FirstOrDefault(read.Contains) is { } inPlace)
            throw new InvalidDefinitionException(
                $"The transform {transform} of {table} computes {inPlace} from itself, so a row that the application has written in the new form would be "
                + "computed again. Write the result to another column, or give a where that no longer holds once the row is done.");
        return Append(new TransformOperation { Table = table, Schema = schema, Transform = transform, Read = [.. read], Write = [.. write], Where = where });
    }
}
