using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Chooses the grammar by the first word. The whole statement has to follow it.</summary>
internal static class StatementParser
{
    public static SqlStatement Read(TokenCursor cursor)
    {
        if (cursor.AtEnd)
            return new UnanalysedStatement(default);

        var span = cursor.StatementSpan;
        var start = cursor.Position;
        var statement = Dispatch(cursor);
        return statement is not null && cursor.AtEnd && !(cursor.MayHaveForeignQuotes && ForeignQuotes.AreIn(cursor, start))
            ? statement
            : new UnanalysedStatement(span);
    }

    private static SqlStatement? Dispatch(TokenCursor cursor) => cursor.Keyword switch
    {
        Keyword.Create => CreateParser.Read(cursor),
        Keyword.Alter => AlterParser.Read(cursor),
        Keyword.Drop => DropParser.Read(cursor),
        Keyword.Comment => CommentParser.Read(cursor),
        Keyword.Reindex => IndexParser.Reindex(cursor),

        Keyword.Select or Keyword.Values or Keyword.Table or Keyword.With or Keyword.Insert or Keyword.Update or Keyword.Delete
            or Keyword.Merge => DataParser.Read(cursor),
        Keyword.Copy => CommandParser.Copy(cursor),
        Keyword.Do => RoutineParser.Do(cursor),
        Keyword.Call => RoutineParser.Call(cursor),

        Keyword.Truncate => CommandParser.Truncate(cursor),
        Keyword.Lock => CommandParser.Lock(cursor),
        Keyword.Vacuum => CommandParser.Vacuum(cursor),
        Keyword.Analyze or Keyword.Analyse => CommandParser.Analyze(cursor),
        Keyword.Cluster => CommandParser.Cluster(cursor),
        Keyword.Refresh => CommandParser.Refresh(cursor),
        Keyword.Explain => CommandParser.Explain(cursor),
        Keyword.Prepare when cursor.Peek(1).Keyword != Keyword.Transaction => CommandParser.Prepare(cursor),

        Keyword.Begin or Keyword.Start or Keyword.Commit or Keyword.End or Keyword.Rollback or Keyword.Abort or Keyword.Savepoint
            or Keyword.Release or Keyword.Prepare => TransactionParser.Read(cursor),
        Keyword.Set => SettingParser.Set(cursor),
        Keyword.Reset => SettingParser.Reset(cursor),

        Keyword.Grant or Keyword.Revoke or Keyword.Show or Keyword.Listen or Keyword.Unlisten or Keyword.Notify or Keyword.Discard
            or Keyword.Deallocate or Keyword.Checkpoint or Keyword.Load or Keyword.Declare or Keyword.Fetch or Keyword.Move or Keyword.Close
            or Keyword.Execute or Keyword.Import or Keyword.Security or Keyword.Reassign => Other(cursor),
        _ => cursor.Is(SqlTokenKind.OpenParenthesis) ? DataParser.Read(cursor) : null,
    };

    private static OtherStatement Other(TokenCursor cursor)
    {
        var verb = cursor.Keyword;
        cursor.SkipAll();
        return new OtherStatement(cursor.StatementSpan, verb);
    }
}
