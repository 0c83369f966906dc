using PhasedMigrations.Operations;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

internal sealed partial class Planner
{
    private void AddDelete(int i, DeleteRowsOperation delete)
    {
        if (_finished.Contains(new(i, BackfillStep.StepKind)))
            return;
        var table = _facts.TableOf(delete);
        var archive = delete.ArchiveInto is null ? null : _facts.Table(delete.ArchiveSchema, delete.ArchiveInto);
        AddWork(
            i,
            archive is null ? $"delete rows of {table.DisplayName} in batches" : $"move rows of {table.DisplayName} to {archive.DisplayName} in batches",
            new DeleteWork(delete, table.DisplayName, archive is null ? null : ArchiveTarget.Of(table, archive)),
            table,
            [.. ReferencesToDeleted.Notes(table, _definition.Operations.Take(i))]);
    }

    private void AddCopy(int i, CopyRowsOperation copy)
    {
        var source = _facts.TableOf(copy);
        var target = _facts.Table(copy.ToSchema, copy.To);
        var mapping = new CopyMapping(copy);
        foreach (var column in mapping.ColumnNames)
            target.Column(column);
        RequireKey(target, copy.Key, isNotNull: false, "Add a unique index or primary key over exactly these columns, by which a copy is found again");
        RequireKey(
            source, mapping.SourceKey, isNotNull: true,
            "One row becomes one row: its key has to come from columns that are NOT NULL and have a unique index");

        var trigger = new SyncTrigger(_name, mapping);
        var isCopied = _finished.Contains(new(i, BackfillStep.StepKind));
        if (!isCopied && !source.Triggers.Contains(trigger.Name))
            AddExpand(
                i, $"keep {target.DisplayName} in step with what running code writes to {source.DisplayName}",
                "SHARE ROW EXCLUSIVE, instant", trigger.Create());
        if (!isCopied)
            AddWork(i, $"copy rows of {source.DisplayName} to {target.DisplayName} in batches", new CopyWork(mapping, target.QuotedName), source);
        if (!_finished.Contains(new(i, VerifyCopiesStep.StepKind)))
            _steps.Add(new VerifyCopiesStep(
                i, $"verify that every row of {source.DisplayName} has its copy in {target.DisplayName}", source, target, mapping));
        AddContract(i, $"stop keeping {target.DisplayName} in step with {source.DisplayName}", trigger.Drop());
    }

    private void AddTransform(int i, TransformOperation transform)
    {
        if (_finished.Contains(new(i, BackfillStep.StepKind)))
            return;
        var table = _facts.TableOf(transform);
        foreach (var column in transform.Read.Concat(transform.Write).Where(column => !IsAddedHere(transform, column)))
            table.Column(column);
        var key = KeyRange.Of(table);
        if (key.Columns.FirstOrDefault(column => transform.Write.Contains(column.Name)) is { } moved)
            throw new UnsupportedTableException(
                $"The transform {transform.Transform} writes {moved.Name}, which is in the key of {table.DisplayName}: by the key a row is found again. "
                + "Write the result to another column.");
        AddWork(
            i, $"transform {table.DisplayName} ({string.Join(", ", transform.Write)}) by {transform.Transform} in batches", new TransformWork(transform, table, key), table,
            [$"only a process that has the transform {transform.Transform} (PhasedRunnerOptions.Transforms) does this step"]);
    }

    private static void RequireKey(TableFacts table, IReadOnlyList<string> columns, bool isNotNull, string advice)
    {
        if (!table.UniqueKeys.Any(key => (key.IsNotNull || !isNotNull) && key.Columns.ToHashSet().SetEquals(columns)))
            throw new UnsupportedTableException($"The table {table.DisplayName} has no unique key over {string.Join(", ", columns)}. {advice}, then run again.");
    }
}
