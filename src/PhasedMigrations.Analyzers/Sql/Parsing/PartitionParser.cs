using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class PartitionParser
{
    /// <summary>FOR VALUES IN (…), FROM (…) TO (…), WITH (…), or DEFAULT.</summary>
    public static SqlExpression? Bounds(TokenCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.Accept(Keyword.Default))
            return cursor.ExpressionFrom(start);
        if (!cursor.Accept(Keyword.For, Keyword.Values))
            return null;

        var isRead = cursor.Keyword switch
        {
            Keyword.In or Keyword.With => TryGroupAfterWord(cursor),
            Keyword.From => TryGroupAfterWord(cursor) && cursor.Is(Keyword.To) && TryGroupAfterWord(cursor),
            _ => false,
        };
        return isRead ? cursor.ExpressionFrom(start) : null;
    }

    /// <summary>ATTACH PARTITION or DETACH PARTITION, from its first word on.</summary>
    public static AlterTableAction? Action(TokenCursor cursor, ObjectKind kind)
    {
        var start = cursor.Position;
        var isAttach = cursor.Is(Keyword.Attach);
        cursor.Skip();
        if (!cursor.Accept(Keyword.Partition) || !cursor.TryQualifiedName(out var partition))
            return null;

        if (!isAttach)
        {
            var isConcurrent = cursor.Accept(Keyword.Concurrently);
            var isFinalize = !isConcurrent && cursor.Accept(Keyword.Finalize);
            return new DetachPartitionAction(cursor.SpanFrom(start), partition, isConcurrent, isFinalize);
        }

        var bounds = kind == ObjectKind.Index ? null : Bounds(cursor);
        return kind == ObjectKind.Index || bounds is not null
            ? new AttachPartitionAction(cursor.SpanFrom(start), partition, bounds)
            : null;
    }

    private static bool TryGroupAfterWord(TokenCursor cursor)
    {
        cursor.Skip();
        return cursor.SkipParentheses();
    }
}
