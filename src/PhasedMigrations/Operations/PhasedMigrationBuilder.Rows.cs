using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations;

public sealed partial class PhasedMigrationBuilder
{
    /// <summary>
    /// Deletes every row that matches <paramref name="where"/>, in small batches that each commit, while the application goes on. With
    /// <paramref name="archiveInto"/> the rows move there in the same statement: each is in exactly one of the two tables at any moment.
    /// Reverting does not bring rows back.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="where">Which rows. It is asked anew for each batch, so that <c>created_at &lt; now() - interval '90 days'</c> moves on.</param>
    /// <param name="archiveInto">The table that gets the rows; it has every column of <paramref name="table"/>, and may have more. Null means none.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="archiveSchema">The schema of <paramref name="archiveInto"/>.</param>
    /// <exception cref="InvalidDefinitionException">The condition is empty, or the rows would be archived into their own table.</exception>
    public PhasedMigrationBuilder DeleteRows(
        string table, string where, string? archiveInto = null, string? schema = null, string? archiveSchema = null)
    {
        Require(table, nameof(table));
        Require(where, nameof(where));
        RequireExpression(where, nameof(where));
        if (archiveInto is not null)
        {
            Require(archiveInto, nameof(archiveInto));
            if (archiveInto == table && archiveSchema == schema)
                throw new InvalidDefinitionException($"The rows of {table} cannot be archived into {table} itself.");
        }

        return Append(new DeleteRowsOperation
        {
            Table = table, Schema = schema, Where = where, ArchiveInto = archiveInto, ArchiveSchema = archiveInto is null ? null : archiveSchema,
        });
    }

    /// <summary>
    /// Copies the rows of a table into another one whose rows have the key in one column. As <see cref="CopyRows(string, string, string, string[], string?, string?, string?)"/>.
    /// </summary>
    /// <inheritdoc cref="CopyRows(string, string, string, string[], string?, string?, string?)" path="/param"/>
    public PhasedMigrationBuilder CopyRows(
        string from, string to, string set, string key, string? where = null, string? schema = null, string? toSchema = null) =>
        CopyRows(from, to, set, [key], where, schema, toSchema);

    /// <summary>
    /// Copies the rows of a table into another one, to split it: one row becomes one row. A trigger keeps the copies in step with every
    /// insert, update, delete and TRUNCATE from the expand phase until the contract, so that running code need not know the new table; until
    /// then the old table is the one that is written. Rows that the new table holds already stay as they are until theirs is written again.
    /// </summary>
    /// <param name="from">The table whose rows are copied.</param>
    /// <param name="to">The table that gets the copies. It exists.</param>
    /// <param name="set">What its columns get: <c>column = expression over a row of the source</c>, several separated by commas.</param>
    /// <param name="key">
    /// The columns of <paramref name="to"/> that tell its rows apart: they have a unique index there, and are set to plain columns that are a
    /// unique NOT NULL key of the source.
    /// </param>
    /// <param name="where">Which rows; null means all. The copy of a row that no longer matches goes.</param>
    /// <param name="schema">The schema of <paramref name="from"/>.</param>
    /// <param name="toSchema">The schema of <paramref name="to"/>.</param>
    /// <exception cref="InvalidDefinitionException">The SET clause is not one, or a column of the key is missing or computed.</exception>
    public PhasedMigrationBuilder CopyRows(
        string from, string to, string set, string[] key, string? where = null, string? schema = null, string? toSchema = null)
    {
        Require(from, nameof(from));
        Require(to, nameof(to));
        Require(set, nameof(set));
        RequireAll(key, nameof(key));
        if (where is not null)
            RequireExpression(where, nameof(where));
        if (from == to && schema == toSchema)
            throw new InvalidDefinitionException($"The rows of {from} cannot be copied into {from} itself.");
        var assignments = SetClause.Parse(set);
        if (assignments.FirstOrDefault(assignment => assignment.IsDefault) is { } byDefault)
            throw new InvalidDefinitionException($"{byDefault.Column} = DEFAULT: leave the column out of the set, then it gets its default.");
        if (assignments.GroupBy(assignment => assignment.Column).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidDefinitionException($"The set of the copy into {to} assigns {twice.Key} twice.");
        foreach (var column in key)
        {
            if (CopyMapping.SourceColumn(assignments, column) is null)
                throw new InvalidDefinitionException(
                    $"The key column {column} of {to} must be set to a plain column of {from}, as in set: \"{column} = id\": by it a copy is found again.");
        }

        return Append(new CopyRowsOperation { Table = from, Schema = schema, To = to, ToSchema = toSchema, Set = set, Key = [.. key], Where = where });
    }
}
