using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class TransactionParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        var verb = cursor.Keyword;
        cursor.Skip();
        if (verb is not (Keyword.Savepoint or Keyword.Release or Keyword.Prepare) && !cursor.Accept(Keyword.Work))
            cursor.Accept(Keyword.Transaction);

        var span = cursor.StatementSpan;
        switch (verb)
        {
            case Keyword.Begin or Keyword.Start:
                cursor.SkipAll(); // isolation level, access mode
                return new TransactionStatement(span, TransactionCommand.Begin);
            case Keyword.Prepare:
                return cursor.Accept(Keyword.Transaction) && cursor.TryString(out _)
                    ? new TransactionStatement(span, TransactionCommand.Prepare)
                    : null;
            case Keyword.Savepoint:
                return cursor.TryName(out _) ? new TransactionStatement(span, TransactionCommand.Savepoint) : null;
            case Keyword.Release:
                cursor.Accept(Keyword.Savepoint);
                return cursor.TryName(out _) ? new TransactionStatement(span, TransactionCommand.ReleaseSavepoint) : null;
            case Keyword.Commit or Keyword.End:
                return End(cursor, span, TransactionCommand.Commit, TransactionCommand.CommitPrepared);
            default:
                return RollBack(cursor, span);
        }
    }

    private static TransactionStatement? RollBack(TokenCursor cursor, SqlSpan span)
    {
        if (!cursor.Accept(Keyword.To))
            return End(cursor, span, TransactionCommand.Rollback, TransactionCommand.RollbackPrepared);
        cursor.Accept(Keyword.Savepoint);
        return cursor.TryName(out _) ? new TransactionStatement(span, TransactionCommand.RollbackToSavepoint) : null;
    }

    private static TransactionStatement? End(TokenCursor cursor, SqlSpan span, TransactionCommand command, TransactionCommand prepared)
    {
        if (cursor.Accept(Keyword.Prepared))
            return cursor.TryString(out _) ? new TransactionStatement(span, prepared) : null;
        if (!cursor.Accept(Keyword.And))
            return new TransactionStatement(span, command);

        var isChained = !cursor.Accept(Keyword.No);
        return cursor.Accept(Keyword.Chain) ? new TransactionStatement(span, command) { IsChained = isChained } : null;
    }
}
