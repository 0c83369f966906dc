using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>ALTER TABLE and its relatives, from the word TABLE (INDEX, VIEW, …) on.</summary>
internal static class AlterTableParser
{
    public static SqlStatement? Read(TokenCursor cursor, ObjectKind kind)
    {
        cursor.Skip();
        if (cursor.Is(Keyword.All, Keyword.In))
        {
            cursor.SkipAll(); // ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b
            return new AlterTableStatement(cursor.StatementSpan, kind, Table: null, IfExists: false, IsOnly: false,
                [new SetTableSpaceAction(cursor.StatementSpan, TableSpace: null)]);
        }

        var ifExists = cursor.AcceptIfExists();
        if (!cursor.TryTable(out var table, out var isOnly) || Actions(cursor, kind) is not { } actions)
            return null;
        return new AlterTableStatement(cursor.StatementSpan, kind, table, ifExists, isOnly, actions);
    }

    private static List<AlterTableAction>? Actions(TokenCursor cursor, ObjectKind kind)
    {
        var actions = new List<AlterTableAction>(1);
        do
        {
            if (Action(cursor, kind) is not { } action)
                return null;
            actions.Add(action);
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return actions;
    }

    private static AlterTableAction? Action(TokenCursor cursor, ObjectKind kind)
    {
        var start = cursor.Position;
        switch (cursor.Keyword)
        {
            case Keyword.Add:
                return Add(cursor, start);
            case Keyword.Drop:
                return Drop(cursor, start);
            case Keyword.Alter when cursor.Peek(1).Keyword == Keyword.Constraint:
                return AlterConstraint(cursor, start);
            case Keyword.Alter:
                return AlterColumnParser.Read(cursor);
            case Keyword.Validate when cursor.Accept(Keyword.Validate, Keyword.Constraint):
                return cursor.TryName(out var constraint) ? new ValidateConstraintAction(cursor.SpanFrom(start), constraint) : null;
            case Keyword.Rename:
                return Rename(cursor, start);
            case Keyword.Attach or Keyword.Detach:
                return PartitionParser.Action(cursor, kind);
            case Keyword.Set when kind == ObjectKind.Sequence && !IsSequenceSet(cursor):
                return SequenceOptions(cursor, start);
            default:
                return AlterTableSettingParser.Read(cursor) ?? (kind == ObjectKind.Sequence ? SequenceOptions(cursor, start) : null);
        }
    }

    private static AlterTableAction? Add(TokenCursor cursor, int start)
    {
        cursor.Skip();
        if (ConstraintParser.StandsAt(cursor))
        {
            return ConstraintParser.Read(cursor) is { } constraint ? new AddConstraintAction(cursor.SpanFrom(start), constraint) : null;
        }

        if (!cursor.Accept(Keyword.Column))
            cursor.Accept(Keyword.Attribute);
        var ifNotExists = cursor.AcceptIfNotExists();
        if (ColumnParser.Read(cursor) is not { } column)
            return null;
        cursor.AcceptCascade(); // of an attribute
        return new AddColumnAction(cursor.SpanFrom(start), column, ifNotExists);
    }

    private static AlterTableAction? Drop(TokenCursor cursor, int start)
    {
        cursor.Skip();
        var isConstraint = cursor.Accept(Keyword.Constraint);
        if (!isConstraint && !cursor.Accept(Keyword.Column) && cursor.Peek(1).Kind is SqlTokenKind.Identifier or SqlTokenKind.QuotedIdentifier)
            cursor.Accept(Keyword.Attribute);
        var ifExists = cursor.AcceptIfExists();
        if (!cursor.TryName(out var name))
            return null;

        var isCascade = cursor.AcceptCascade();
        var span = cursor.SpanFrom(start);
        return isConstraint ? new DropConstraintAction(span, name, ifExists, isCascade) : new DropColumnAction(span, name, ifExists, isCascade);
    }

    /// <summary>Deferrability, inheritance, and since PostgreSQL 18 enforcement.</summary>
    private static AlterConstraintAction? AlterConstraint(TokenCursor cursor, int start)
    {
        cursor.Position += 2;
        if (!cursor.TryName(out var name))
            return null;

        var becomesEnforced = false;
        while (!cursor.AtEnd && !cursor.Is(SqlTokenKind.Comma))
        {
            becomesEnforced |= cursor.Is(Keyword.Enforced) && cursor.Peek(-1).Keyword != Keyword.Not;
            cursor.Skip();
        }

        return new AlterConstraintAction(cursor.SpanFrom(start), name, becomesEnforced);
    }

    private static AlterTableAction? Rename(TokenCursor cursor, int start)
    {
        cursor.Skip();
        string? newName;
        if (cursor.Accept(Keyword.To))
            return cursor.TryName(out newName) ? new RenameAction(cursor.SpanFrom(start), newName) : null;

        var isConstraint = cursor.Accept(Keyword.Constraint);
        if (!isConstraint && !cursor.Accept(Keyword.Column) && cursor.Peek(1).Keyword != Keyword.To)
            cursor.Accept(Keyword.Attribute);
        if (!cursor.TryName(out var name) || !cursor.Accept(Keyword.To) || !cursor.TryName(out newName))
            return null;

        cursor.AcceptCascade(); // of an attribute
        var span = cursor.SpanFrom(start);
        return isConstraint ? new RenameConstraintAction(span, name, newName) : new RenameColumnAction(span, name, newName);
    }

    private static bool IsSequenceSet(TokenCursor cursor) =>
        cursor.Peek(1).Keyword is Keyword.Schema or Keyword.Logged or Keyword.Unlogged;

    private static TableSettingAction SequenceOptions(TokenCursor cursor, int start)
    {
        cursor.SkipAll();
        return new TableSettingAction(cursor.SpanFrom(start), TableSetting.Sequence);
    }
}
