using PhasedMigrations.Operations;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>
/// Definition and facts of the server → steps. Pure. A step whose goal already holds is left out, so that planning again after any
/// interruption yields exactly what is left.
/// </summary>
internal sealed partial class Planner
{
    private readonly string _name;
    private readonly PhasedDefinition _definition;
    private readonly ServerFacts _facts;
    private readonly IReadOnlySet<FinishedStep> _finished;
    private readonly ChunkingWish _chunking;
    private readonly List<PlanStep> _steps = [];

    private Planner(
        string name, PhasedDefinition definition, ServerFacts facts, IReadOnlySet<FinishedStep> finished, ChunkingWish chunking) =>
        (_name, _definition, _facts, _finished, _chunking) = (name, definition, facts, finished, chunking);

    /// <param name="name">The name of the migration.</param>
    /// <param name="definition">What it consists of.</param>
    /// <param name="facts">The server as it is now.</param>
    /// <param name="finished">What the ledger says is done where no catalog can tell.</param>
    /// <param name="chunking">How backfills are to be cut.</param>
    /// <exception cref="UnknownObjectException">A table or column is missing.</exception>
    /// <exception cref="UnsupportedTableException">A table cannot be changed online.</exception>
    public static PhasedPlan Plan(
        string name,
        PhasedDefinition definition,
        ServerFacts facts,
        IReadOnlySet<FinishedStep> finished,
        ChunkingWish? chunking = null)
    {
        var planner = new Planner(name, definition, facts, finished, chunking ?? ChunkingWish.Automatic);
        for (var i = 0; i < definition.Operations.Count; i++)
            planner.Add(i);
        // OrderBy is stable: operations stay in the order of the definition within a phase.
        return new(name, [.. planner._steps.OrderBy(step => step.Phase)]);
    }

    private void Add(int i)
    {
        switch (_definition.Operations[i])
        {
            case BackfillOperation backfill:
                AddBackfill(i, backfill);
                break;
            case AddRequiredColumnOperation column:
                AddRequiredColumn(i, column);
                break;
            case SetNotNullOperation notNull:
                AddSetNotNull(i, notNull);
                break;
            case CreateIndexOperation index:
                AddIndex(i, index);
                break;
            case AddForeignKeyOperation key:
                AddForeignKey(i, key);
                break;
            case DeleteRowsOperation delete:
                AddDelete(i, delete);
                break;
            case CopyRowsOperation copy:
                AddCopy(i, copy);
                break;
            case TransformOperation transform:
                AddTransform(i, transform);
                break;
        }
    }

    private void AddBackfill(int i, BackfillOperation backfill)
    {
        if (_finished.Contains(new(i, BackfillStep.StepKind)))
            return;
        var table = _facts.TableOf(backfill);
        foreach (var assignment in SetClause.Parse(backfill.Set).Where(a => !IsAddedHere(backfill, a.Column)))
            table.Column(assignment.Column);
        AddWork(i, $"backfill {table.DisplayName} ({Assigned(backfill)}) in batches", new UpdateWork(backfill, IsFilledByTrigger(i, backfill)), table);
    }

    private void AddWork(int i, string description, BulkWork work, TableFacts table, IReadOnlyList<string>? notes = null) =>
        _steps.Add(new BackfillStep(i, description, work, table, StrategyChoice.For(work, table, _facts.Version, _chunking)) { Notes = notes ?? [] });

    // The trigger of this operation, or of a SetNotNull that follows, does to the rows that running code writes what the backfill does.
    private bool IsFilledByTrigger(int i, BackfillOperation backfill)
    {
        if (DoneMarker.Find(backfill.Set, backfill.Where) is not { IsNull: true } marker || SetClause.Parse(backfill.Set).Count != 1)
            return false;
        return _definition.Operations[i] is AddRequiredColumnOperation
            || _definition.Operations.Skip(i + 1).OfType<SetNotNullOperation>().Any(
                notNull => notNull.IsOnSameTable(backfill) && notNull.Column == marker.Column
                    && _facts.TableOf(notNull).FindColumn(notNull.Column) is not { IsNotNull: true });
    }

    private static string Assigned(BackfillOperation backfill) =>
        string.Join(", ", SetClause.Parse(backfill.Set).Select(assignment => assignment.Column));

    private void AddRequiredColumn(int i, AddRequiredColumnOperation operation)
    {
        var table = _facts.TableOf(operation);
        var script = OperationScripts.For(_name, _definition, i);
        var column = table.FindColumn(operation.Column);
        if (column is null)
            AddExpand(i, $"add {table.DisplayName}.{operation.Column}", "ACCESS EXCLUSIVE, instant", script.Expand);
        else if (script.HasMigratePhase && !column.IsNotNull)
            AddTriggerIfMissing(i, table, FillTriggers.For(_name, operation));

        if (script.HasMigratePhase && column is not { IsNotNull: true })
        {
            var fill = RequiredColumnFill.For(operation);
            AddBackfill(i, fill);
            AddProof(i, table, operation.Table, operation.Column);
        }

        if (script.Contract.Count > 0)
            AddContract(i, $"require {table.DisplayName}.{operation.Column} and drop what bridged the phases", script.Contract);
    }

    private void AddSetNotNull(int i, SetNotNullOperation operation)
    {
        var table = _facts.TableOf(operation);
        if (!IsAddedHere(operation, operation.Column))
            table.Column(operation.Column);
        var isNotNull = table.FindColumn(operation.Column) is { IsNotNull: true };
        var trigger = FillTriggers.For(_name, _definition, i);
        if (!isNotNull)
        {
            if (trigger is not null)
                AddTriggerIfMissing(i, table, trigger);
            AddProof(i, table, operation.Table, operation.Column);
        }

        // Without a trigger nothing of the bridge is left for running code to lose once the proof holds.
        if (trigger is null && (!isNotNull || table.FindConstraint(ObjectNames.NotNullCheck(operation.Table, operation.Column)) is not null))
            _steps.Add(new StatementStep(
                i, "set_not_null", PhasedPhase.Migrate, $"require {table.DisplayName}.{operation.Column}",
                "ACCESS EXCLUSIVE, instant: the validated constraint spares the scan", OperationScripts.Enforce(operation, operation.Column)));
        if (trigger is not null && (!isNotNull || table.Triggers.Contains(trigger.Name)))
            AddContract(
                i, $"require {table.DisplayName}.{operation.Column} and drop what bridged the phases",
                [.. OperationScripts.Enforce(operation, operation.Column), .. trigger.Drop()]);
    }

    // NOT VALID, then VALIDATE: new rows are checked at once, the scan of the others lets everybody through.
    private void AddProof(int i, TableFacts table, string tableName, string columnName)
    {
        var column = Quote.Identifier(columnName);
        var verify = new VerifyNoNullStep(i, $"verify that no row of {table.DisplayName} has NULL in {columnName}", table, columnName);
        if (_facts.Version >= 18)
        {
            // The server chooses the name; it is the usual one unless that is taken.
            var pending = table.FindColumn(columnName)?.PendingNotNull;
            if (pending is null)
            {
                _steps.Add(verify);
                _steps.Add(new StatementStep(
                    i, "add_not_null", PhasedPhase.Migrate, $"refuse NULL in new values of {table.DisplayName}.{columnName}",
                    "ACCESS EXCLUSIVE, instant", [$"ALTER TABLE {table.QuotedName} ADD NOT NULL {column} NOT VALID"]));
            }

            _steps.Add(new ValidateNotNullStep(
                i, $"prove that {table.DisplayName}.{columnName} has no NULL", table, columnName, pending ?? $"{table.Name}_{columnName}_not_null"));
            return;
        }

        var name = ObjectNames.NotNullCheck(tableName, columnName);
        var check = table.FindConstraint(name);
        if (check is null)
        {
            _steps.Add(verify);
            _steps.Add(new StatementStep(
                i, "add_not_null", PhasedPhase.Migrate, $"refuse NULL in new values of {table.DisplayName}.{columnName}",
                "ACCESS EXCLUSIVE, instant",
                [$"ALTER TABLE {table.QuotedName} ADD CONSTRAINT {Quote.Identifier(name)} CHECK ({column} IS NOT NULL) NOT VALID"]));
        }

        if (check is not { IsValidated: true })
            _steps.Add(new ValidateNotNullStep(i, $"prove that {table.DisplayName}.{columnName} has no NULL", table, columnName, name));
    }

    private void AddIndex(int i, CreateIndexOperation index)
    {
        var table = _facts.TableOf(index);
        foreach (var column in index.Columns.Concat(index.Include ?? []).Where(column => !IsAddedHere(index, column)))
            table.Column(column);
        if (table.IsPartitioned && table.FindIndex(index.Name) is null)
            throw new UnsupportedTableException(
                $"The table {table.Schema}.{table.Name} is partitioned: the index {index.Name} cannot be built without blocking writes. {PartitionedRefusal.Index}");
        // Whether an index that somebody else made is the wanted one only the server can say: the builder compares.
        var isBuilt = table.FindIndex(index.Name) is { IsValid: true } && _finished.Contains(new(i, BuildIndexStep.StepKind));
        if (!table.IsPartitioned && !isBuilt)
            _steps.Add(new BuildIndexStep(i, $"build {index.Name} on {table.DisplayName}", table, index));
    }

    private void AddForeignKey(int i, AddForeignKeyOperation key)
    {
        var table = _facts.TableOf(key);
        foreach (var column in key.Columns.Where(column => !IsAddedHere(key, column)))
            table.Column(column);
        var principal = _facts.Table(key.PrincipalSchema, key.PrincipalTable);
        foreach (var column in key.PrincipalColumns ?? [])
            principal.Column(column);
        var existing = table.FindConstraint(key.Name);
        if (existing is null && table.IsPartitioned && _facts.Version < 18)
            throw new UnsupportedTableException(
                $"The table {table.Schema}.{table.Name} is partitioned: the foreign key {key.Name} cannot be added without blocking writes. {PartitionedRefusal.ForeignKey}");
        if (existing is null)
            AddExpand(
                i, $"add foreign key {key.Name} for new rows of {table.DisplayName}",
                "SHARE ROW EXCLUSIVE on both tables, instant", [ForeignKeyText.Add(key, notValid: true)]);
        if (existing is not { IsValidated: true })
            _steps.Add(new ValidateForeignKeyStep(i, $"check the existing rows of {table.DisplayName} against {key.Name}", table, key.Name));
    }

    private void AddTriggerIfMissing(int i, TableFacts table, FillTrigger trigger)
    {
        if (!table.Triggers.Contains(trigger.Name))
            AddExpand(
                i, $"fill {table.DisplayName}.{trigger.Column} in rows that running code writes",
                "SHARE ROW EXCLUSIVE, instant", trigger.Create());
    }

    private void AddExpand(int i, string description, string locks, IReadOnlyList<string> statements) =>
        _steps.Add(new StatementStep(i, "expand", PhasedPhase.Expand, description, locks, statements));

    private void AddContract(int i, string description, IReadOnlyList<string> statements) =>
        _steps.Add(new StatementStep(i, "contract", PhasedPhase.Contract, description, "ACCESS EXCLUSIVE, instant", statements));

    // Until the expand phase has run, the columns that the definition adds are not there yet.
    private bool IsAddedHere(PhasedOperation operation, string column) =>
        _definition.Operations.OfType<AddRequiredColumnOperation>().Any(add => add.IsOnSameTable(operation) && add.Column == column);
}
