using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>A foreign key that raw SQL adds, and the statement that validates it in the same migration, as one phased operation.</summary>
internal static class ForeignKeyHazard
{
    /// <summary>The finding is about the key that checks every row at once.</summary>
    public static PhasedHazard? OfKey(FlaggedSql flagged) =>
        flagged.Statement is AlterTableStatement alter && flagged.ForeignKeyOf(alter) is { } action
            ? Of(flagged, alter, action, validation: null)
            : null;

    /// <summary>The finding is about VALIDATE CONSTRAINT: the key that it validates is added before it, NOT VALID.</summary>
    public static PhasedHazard? OfValidation(FlaggedSql validation)
    {
        if (validation.Statement is not AlterTableStatement { Table: { } table, Actions: [ValidateConstraintAction { Constraint: { } name }] }
            || Added(validation, added => added.Table == table ? NotValidKey(added, name) : null) is not { } found)
            return null;

        var after = validation.Sql.TextAfter(validation.Index);
        var (up, call) = (validation.Flagged.Up, validation.Flagged.Call);
        return OperationOrder.MustRunNow(SqlFootprint.OfConstraint(table, name), up, call.Statement, after)
            ? null
            : Of(found.Place, found.Alter, found.Action, validation);
    }

    private static PhasedHazard? Of(FlaggedSql added, AlterTableStatement alter, AddConstraintAction action, FlaggedSql? validation)
    {
        var (flagged, sql) = (added.Flagged, added.Sql);
        if (action.Constraint is not ForeignKeyConstraint { Name: { } name } key
            || alter.Table is not { } table
            || SqlForeignKeyOperation.Of(alter, key) is not { } operation
            || sql.Statements.Concat(validation?.Sql.Statements ?? []).Any(statement => statement is TransactionStatement)
            || !MayWait(added, alter, action, key, validation)
            || !SqlConstraintUndo.TryFind(flagged.Down, table, name, flagged.Layout, out var revert)
            || Take(added, alter, action, validation) is not { } taken)
            return null;

        string[] comments =
        [
            .. taken.Key.Stays ? [] : SourceLayout.Comments(flagged.Call.Statement),
            .. alter.Actions is [_] ? added.Comments() : [],
            .. taken.Validation is { Stays: false } ? SourceLayout.Comments(taken.Validation.Call.Statement) : [],
            .. validation?.Comments() ?? [],
        ];
        return new PhasedHazard(flagged, [operation], SqlFootprint.Of(alter, key), taken.Key, revert, comments) { Elsewhere = taken.Validation };
    }

    /// <summary>What follows may come before the key, and does not ask for it.</summary>
    private static bool MayWait(
        FlaggedSql added, AlterTableStatement alter, AddConstraintAction action, ForeignKeyConstraint key, FlaggedSql? validation)
    {
        var (flagged, sql) = (added.Flagged, added.Sql);
        var isInSameCall = validation is not null && validation.Sql.Call.Statement == sql.Call.Statement;
        var crossed = Enumerable.Range(0, sql.Statements.Count)
            .Where(index => index > added.Index && !(isInSameCall && index == validation!.Index))
            .ToArray();
        if (!crossed.All(index => LeavesRows(sql.Statements[index])))
            return false;

        var others = alter.Actions.Where(other => other != action).Select(other => sql.Text.Substring(other.Span.Start, other.Span.Length));
        var rest = string.Join("; ", others.Concat(crossed.Select(index => sql.TextOf(index, []))));
        return !OperationOrder.MustRunNow(
            SqlFootprint.Of(alter, key), flagged.Up, flagged.Call.Statement, rest,
            without: validation is null || isInSameCall ? null : (validation.Sql.Call, OthersIn(validation)));
    }

    /// <summary>Rows that change meanwhile would change without what the key does to them.</summary>
    private static bool LeavesRows(SqlStatement statement) =>
        statement is AlterTableStatement or CreateTableStatement or CreateIndexStatement or CreateObjectStatement or CommentStatement or AnalyzeStatement;

    private static string OthersIn(FlaggedSql validation) => string.Join(" ", Enumerable.Range(0, validation.Sql.Statements.Count)
        .Where(index => index != validation.Index)
        .Select(index => validation.Sql.TextOf(index, [])));

    private static (Removal Key, Removal? Validation)? Take(
        FlaggedSql added, AlterTableStatement alter, AddConstraintAction action, FlaggedSql? validation)
    {
        if (validation is null || validation.Sql.Call.Statement != added.Sql.Call.Statement)
        {
            return SqlRemoval.Of(added.Sql, added.Index, alter, action) is not { } key ? null
                : validation is null ? (key, null)
                : SqlRemoval.Of(validation.Sql, validation.Index) is { } elsewhere ? (key, elsewhere) : null;
        }

        if (alter.Actions is [_])
            return SqlRemoval.Of(added.Sql, added.Index, validation.Index) is { } both ? (both, null) : null;
        return SqlRemoval.Of(added.Sql, added.Index, alter, action)?.Left is { } one && SqlRemoval.Of(added.Sql, validation.Index)?.Left is { } other
            ? (new Removal(added.Sql.Call, [.. one, .. other]), null)
            : null;
    }

    /// <summary>The one statement before the flagged one that does it; null when there are several.</summary>
    private static (FlaggedSql Place, AlterTableStatement Alter, AddConstraintAction Action)? Added(
        FlaggedSql before, Func<AlterTableStatement, AddConstraintAction?> find)
    {
        var flagged = before.Flagged;
        (FlaggedSql, AlterTableStatement, AddConstraintAction)? found = null;
        foreach (var statement in flagged.Up.Statements.TakeWhile(statement => statement.SpanStart <= flagged.Call.Statement.SpanStart))
        {
            if (flagged.Up.CallIn(statement) is not { } call || SqlCall.Of(call, flagged.Layout) is not { } sql)
                continue;
            var isLast = statement == flagged.Call.Statement;
            for (var index = 0; index < (isLast ? before.Index : sql.Statements.Count); index++)
            {
                if (sql.Statements[index] is not AlterTableStatement alter || find(alter) is not { } action)
                    continue;
                if (found is not null)
                    return null;
                found = (new FlaggedSql(flagged with { Call = call }, isLast ? before.Sql : sql, index), alter, action);
            }
        }

        return found;
    }

    private static AddConstraintAction? NotValidKey(AlterTableStatement alter, string name) => alter.Actions
        .OfType<AddConstraintAction>()
        .FirstOrDefault(action => action.Constraint is ForeignKeyConstraint { IsNotValid: true } key && key.Name == name);
}
