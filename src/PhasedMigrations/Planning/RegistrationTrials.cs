using PhasedMigrations.Operations;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Planning;

/// <summary>PL/pgSQL statements that end a registration whose bulk work could not be done, with everything it has changed.</summary>
internal static class RegistrationTrials
{
    // Stands in a statement for columns that only the server knows; no user can write it.
    private const string Columns = "\0columns\0";

    public static IReadOnlyList<string> For(string migration, PhasedOperation operation) => operation switch
    {
        BackfillOperation backfill => [Explain(new UpdateWork(backfill, IsFilledByTrigger: false).Trial(Table(backfill)))],
        TransformOperation { Where: { } where } => [Explain($"SELECT FROM {Table(operation)} WHERE ({where}\n)")],
        DeleteRowsOperation { ArchiveInto: null } delete => [Explain(new DeleteWork(delete, delete.Table, Archive: null).Trial(Table(delete)))],
        DeleteRowsOperation archive => Archive(archive),
        CopyRowsOperation copy => Copy(migration, copy),
        _ => [],
    };

    // The server parses and plans the statement without executing it.
    private static string Explain(string statement) => $"EXECUTE {Quote.Literal($"EXPLAIN {statement}")}";

    private static IReadOnlyList<string> Archive(DeleteRowsOperation delete)
    {
        var source = Quote.Literal(Table(delete));
        var archive = Quote.Qualified(delete.ArchiveSchema, delete.ArchiveInto!);
        var statement = new DeleteWork(delete, delete.Table, new(archive, Columns, [])).Trial(Table(delete));
        const string Moved = """
            (
                            SELECT string_agg(quote_ident(s.attname), ', ' ORDER BY s.attnum)
                            FROM pg_attribute s JOIN pg_attribute a ON a.attrelid = {1}::regclass AND a.attname = s.attname
                            WHERE s.attrelid = {0}::regclass AND s.attnum > 0 AND NOT s.attisdropped AND a.attgenerated = '')
            """;
        var moved = Moved.Replace("{0}", source, StringComparison.Ordinal).Replace("{1}", Quote.Literal(archive), StringComparison.Ordinal);
        return
        [
            $"""
            IF EXISTS (
                            SELECT 1 FROM pg_attribute s
                            WHERE s.attrelid = {source}::regclass AND s.attnum > 0 AND NOT s.attisdropped AND NOT EXISTS (
                                SELECT 1 FROM pg_attribute a
                                WHERE a.attrelid = {Quote.Literal(archive)}::regclass AND a.attname = s.attname AND a.attnum > 0 AND NOT a.attisdropped)) THEN
                            RAISE EXCEPTION 'the table % lacks columns of %, whose values would be lost', {Quote.Literal(delete.ArchiveInto)}, {Quote.Literal(OperationDescription.Table(delete))}
                                USING ERRCODE = {Quote.Literal(SqlStates.UnknownObject)}, HINT = 'Give the archive every column of the table, with a type that takes its values.';
                        END IF
            """,
            $"EXECUTE {string.Join($" || {moved} || ", $"EXPLAIN {statement}".Split(Columns).Select(Quote.Literal))}",
        ];
    }

    private static IReadOnlyList<string> Copy(string migration, CopyRowsOperation copy)
    {
        var mapping = new CopyMapping(copy);
        var target = Quote.Qualified(copy.ToSchema, copy.To);
        return
        [
            RequireKey(target, copy.To, copy.Key, "", "Add a unique index or primary key over exactly these columns: by it a copy is found again."),
            RequireKey(
                Table(copy), OperationDescription.Table(copy), mapping.SourceKey, "AND a.attnotnull",
                "One row becomes one row: set the key from the primary key of the source, or from columns that are NOT NULL and have a unique index."),
            Explain(new CopyWork(mapping, target).Trial(Table(copy))),
            .. new SyncTrigger(migration, mapping).Trials.Select(Explain),
        ];
    }

    private static string RequireKey(string table, string name, IReadOnlyList<string> columns, string and, string hint)
    {
        var wanted = $"ARRAY[{string.Join(", ", columns.Select(Quote.Literal))}]::name[]";
        return $"""
            IF NOT EXISTS (
                            SELECT 1 FROM pg_index i
                            WHERE i.indrelid = {Quote.Literal(table)}::regclass AND i.indisunique AND i.indisvalid AND i.indimmediate
                                AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = cardinality({wanted})
                                AND (
                                    SELECT count(*) = cardinality({wanted})
                                    FROM pg_attribute a
                                    WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) AND a.attname = ANY ({wanted}) {and})) THEN
                            RAISE EXCEPTION 'the table % has no unique key over %', {Quote.Literal(name)}, {Quote.Literal(string.Join(", ", columns))}
                                USING ERRCODE = {Quote.Literal(SqlStates.Unsupported)}, HINT = {Quote.Literal(hint)};
                        END IF
            """;
    }

    private static string Table(PhasedOperation operation) => Quote.Qualified(operation.Schema, operation.Table);
}
