using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations;

/// <summary>
/// Collects the operations of a phased migration, in order. Names are given as in EF Core's MigrationBuilder and quoted as they are; SQL
/// fragments (<c>set</c>, <c>where</c>, types, defaults, filters) go to the server as written. A null schema means the search path.
/// </summary>
public sealed partial class PhasedMigrationBuilder
{
    private readonly List<PhasedOperation> _operations = [];

    /// <summary>
    /// Updates every row that matches <paramref name="where"/>, in small batches that each commit, while the application goes on.
    /// Followed by <see cref="SetNotNull"/> for an assigned column, rows that running code writes are filled as well.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="set">The SET clause: <c>column = expression</c>, several separated by commas.</param>
    /// <param name="where">Which rows; null means all. A condition that is false once the row is done makes repeating harmless.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <exception cref="InvalidDefinitionException">
    /// The SET clause is not one, or an assigned column occurs in its own expression without a <paramref name="where"/>.
    /// </exception>
    public PhasedMigrationBuilder Backfill(string table, string set, string? where = null, string? schema = null)
    {
        Require(table, nameof(table));
        Require(set, nameof(set));
        var inPlace = SetClause.Parse(set).FirstOrDefault(assignment => assignment.ReadsItself);
        if (where is null && inPlace is not null)
            throw new InvalidDefinitionException(
                $"The backfill of {table} computes {inPlace.Column} from itself ({inPlace.Column} = {inPlace.Expression}), so a row that is "
                + "updated twice gets a wrong value. Write the result to another column, or give a where that no longer holds once the row is done.");
        if (where is not null)
            RequireExpression(where, nameof(where));
        return Append(new BackfillOperation { Table = table, Schema = schema, Set = set, Where = where });
    }

    /// <summary>
    /// Adds a NOT NULL column to a table whose running code does not know it. A constant <paramref name="existingRows"/> is one instant
    /// statement; any other expression fills the rows that exist in batches, and a trigger fills those that running code inserts.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The new column.</param>
    /// <param name="type">Its type as SQL, for example <c>character varying(50)</c>.</param>
    /// <param name="existingRows">SQL expression for rows that exist and rows inserted without the column; may read other columns of the row.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="defaultValueSql">The default the column has in the end; null means none.</param>
    /// <param name="collation">The collation of the column.</param>
    /// <param name="comment">The comment on the column.</param>
    public PhasedMigrationBuilder AddRequiredColumn(
        string table,
        string column,
        string type,
        string existingRows,
        string? schema = null,
        string? defaultValueSql = null,
        string? collation = null,
        string? comment = null)
    {
        Require(table, nameof(table));
        Require(column, nameof(column));
        Require(type, nameof(type));
        Require(existingRows, nameof(existingRows));
        RequireExpression(existingRows, nameof(existingRows));
        return Append(new AddRequiredColumnOperation
        {
            Table = table,
            Schema = schema,
            Column = column,
            Type = type,
            ExistingRows = existingRows,
            DefaultValueSql = defaultValueSql,
            Collation = collation,
            Comment = comment,
        });
    }

    /// <summary>
    /// Makes a column NOT NULL without scanning the table under a strong lock: a check that is validated online comes first. Rows that are
    /// still NULL stop the migration and are reported; put a <see cref="Backfill"/> of the column before it.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="schema">The schema of the table.</param>
    public PhasedMigrationBuilder SetNotNull(string table, string column, string? schema = null)
    {
        Require(table, nameof(table));
        Require(column, nameof(column));
        return Append(new SetNotNullOperation { Table = table, Schema = schema, Column = column });
    }

    /// <summary>Builds an index on one column while reads and writes go on.</summary>
    /// <inheritdoc cref="CreateIndex(string, string, string[], string?, bool, string?, bool[], string?, string[], bool, string[], string[], NullSortOrder[], IReadOnlyDictionary{string, string})" path="/param"/>
    public PhasedMigrationBuilder CreateIndex(
        string name,
        string table,
        string column,
        string? schema = null,
        bool unique = false,
        string? filter = null,
        bool[]? descending = null,
        string? method = null,
        string[]? include = null,
        bool nullsDistinct = true,
        string[]? collation = null,
        string[]? operators = null,
        NullSortOrder[]? nullSortOrder = null,
        IReadOnlyDictionary<string, string>? storageParameters = null) =>
        CreateIndex(
            name, table, [column], schema, unique, filter, descending, method, include, nullsDistinct, collation, operators, nullSortOrder, storageParameters);

    /// <summary>Builds an index while reads and writes go on (<c>CREATE INDEX CONCURRENTLY</c>); a build that was cut off is repaired.</summary>
    /// <param name="name">The name of the index.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="unique">Whether the index is unique.</param>
    /// <param name="filter">The predicate of a partial index, as SQL.</param>
    /// <param name="descending">Per column; null means that all ascend, an empty array that all descend.</param>
    /// <param name="method">The index method, for example <c>gin</c>; null means btree.</param>
    /// <param name="include">Columns that are stored without being part of the key.</param>
    /// <param name="nullsDistinct">False means <c>NULLS NOT DISTINCT</c> (PostgreSQL 15 and later).</param>
    /// <param name="collation">Collations per column.</param>
    /// <param name="operators">Operator classes per column, as SQL.</param>
    /// <param name="nullSortOrder">Where NULLs sort, per column.</param>
    /// <param name="storageParameters">Storage parameters, for example <c>fillfactor</c>.</param>
    public PhasedMigrationBuilder CreateIndex(
        string name,
        string table,
        string[] columns,
        string? schema = null,
        bool unique = false,
        string? filter = null,
        bool[]? descending = null,
        string? method = null,
        string[]? include = null,
        bool nullsDistinct = true,
        string[]? collation = null,
        string[]? operators = null,
        NullSortOrder[]? nullSortOrder = null,
        IReadOnlyDictionary<string, string>? storageParameters = null)
    {
        Require(name, nameof(name));
        Require(table, nameof(table));
        RequireAll(columns, nameof(columns));
        if (filter is not null)
            RequireExpression(filter, nameof(filter));
        return Append(new CreateIndexOperation
        {
            Name = name,
            Table = table,
            Schema = schema,
            Columns = [.. columns],
            Unique = unique,
            Filter = filter,
            Descending = descending,
            Method = method,
            Include = include,
            NullsDistinct = nullsDistinct,
            Collation = collation,
            Operators = operators,
            NullSortOrder = nullSortOrder,
            StorageParameters = storageParameters,
        });
    }

    /// <summary>Adds a foreign key of one column. New rows are checked at once, existing rows later, while reads and writes go on.</summary>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="table">The referencing table.</param>
    /// <param name="column">The referencing column.</param>
    /// <param name="principalTable">The table it refers to.</param>
    /// <param name="principalColumn">The column it refers to; null means the primary key.</param>
    /// <param name="schema">The schema of the referencing table.</param>
    /// <param name="principalSchema">The schema of the principal table.</param>
    /// <param name="onUpdate">What happens when the principal key changes.</param>
    /// <param name="onDelete">What happens when the principal row is deleted.</param>
    /// <param name="deferral">Whether a transaction may put the check off until it commits.</param>
    public PhasedMigrationBuilder AddForeignKey(
        string name,
        string table,
        string column,
        string principalTable,
        string? principalColumn = null,
        string? schema = null,
        string? principalSchema = null,
        ForeignKeyAction onUpdate = ForeignKeyAction.NoAction,
        ForeignKeyAction onDelete = ForeignKeyAction.NoAction,
        ForeignKeyDeferral deferral = ForeignKeyDeferral.NotDeferrable) =>
        AddForeignKey(
            name, table, [column], principalTable, principalColumn is null ? null : [principalColumn], schema, principalSchema, onUpdate, onDelete, deferral);

    /// <summary>Adds a foreign key. New rows are checked at once, existing rows later, while reads and writes go on.</summary>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="table">The referencing table.</param>
    /// <param name="columns">The referencing columns.</param>
    /// <param name="principalTable">The table they refer to.</param>
    /// <param name="principalColumns">The columns they refer to; null means the primary key.</param>
    /// <param name="schema">The schema of the referencing table.</param>
    /// <param name="principalSchema">The schema of the principal table.</param>
    /// <param name="onUpdate">What happens when the principal key changes.</param>
    /// <param name="onDelete">What happens when the principal row is deleted.</param>
    /// <param name="deferral">Whether a transaction may put the check off until it commits.</param>
    public PhasedMigrationBuilder AddForeignKey(
        string name,
        string table,
        string[] columns,
        string principalTable,
        string[]? principalColumns = null,
        string? schema = null,
        string? principalSchema = null,
        ForeignKeyAction onUpdate = ForeignKeyAction.NoAction,
        ForeignKeyAction onDelete = ForeignKeyAction.NoAction,
        ForeignKeyDeferral deferral = ForeignKeyDeferral.NotDeferrable)
    {
        Require(name, nameof(name));
        Require(table, nameof(table));
        RequireAll(columns, nameof(columns));
        Require(principalTable, nameof(principalTable));
        return Append(new AddForeignKeyOperation
        {
            Name = name,
            Table = table,
            Schema = schema,
            Columns = [.. columns],
            PrincipalTable = principalTable,
            PrincipalSchema = principalSchema,
            PrincipalColumns = principalColumns,
            OnUpdate = onUpdate,
            OnDelete = onDelete,
            Deferral = deferral,
        });
    }

    /// <exception cref="InvalidDefinitionException">Nothing was added.</exception>
    internal PhasedDefinition Build() => _operations.Count == 0
        ? throw new InvalidDefinitionException("A phased migration needs at least one operation.")
        : new(PhasedDefinition.CurrentFormatVersion, [.. _operations]);

    private PhasedMigrationBuilder Append(PhasedOperation operation)
    {
        _operations.Add(operation);
        return this;
    }

    private static void Require(string value, string argument)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new InvalidDefinitionException($"The argument {argument} is empty.");
    }

    private static void RequireAll(string[] values, string argument)
    {
        if (values is null || values.Length == 0)
            throw new InvalidDefinitionException($"The argument {argument} is empty.");
        foreach (var value in values)
            Require(value, argument);
    }

    private static void RequireExpression(string sql, string argument)
    {
        if (SqlTokenizer.Tokenize(sql).Count == 0)
            throw new InvalidDefinitionException($"The argument {argument} holds no SQL expression.");
    }
}
