namespace PhasedMigrations.Bench.Corpus;

/// <summary>Single statements as people and generators write them in migrations, as often as they do.</summary>
internal sealed class Statements(SeededRandom random, Names names)
{
    public string Any() => random.Between(0, 99) switch
    {
        < 20 => CreateTable(),
        < 38 => CreateIndex(random.Of<string>(["", "", "CONCURRENTLY "])),
        < 52 => $"ALTER TABLE {names.Table()} ADD COLUMN {names.Definition()};",
        < 58 => ChangeColumn(),
        < 64 => AddForeignKey(),
        < 70 => DropOrRename(),
        < 77 => Insert(),
        < 84 => Update(),
        < 88 => $"COMMENT ON COLUMN {names.Table()}.{names.Column()} IS 'The {names.Noun()} of the {names.Noun()}; see the wiki, it''s long.';",
        < 91 => $"-- the {names.Noun()} must not be locked for long\nDROP {random.Of<string>(["TABLE", "INDEX", "VIEW"])} IF EXISTS {names.Table()};",
        < 94 => Function(),
        < 96 => Block(),
        < 98 => View(),
        _ => $"CREATE TRIGGER {names.Named("trg")} BEFORE INSERT OR UPDATE ON {names.Table()} FOR EACH ROW EXECUTE FUNCTION {names.Named("sync")}();",
    };

    public string CreateTable()
    {
        var lines = Enumerable.Range(0, random.Between(3, 14)).Select(_ => names.Definition()).ToList();
        if (random.Chance(80))
            lines.Add($"CONSTRAINT {names.Named("pk")} PRIMARY KEY ({names.Column()})");
        if (random.Chance(50))
            lines.Add($"CONSTRAINT {names.Named("fk")} FOREIGN KEY ({names.Column()}) REFERENCES {names.Table()} ({names.Column()}) ON DELETE CASCADE");
        return $"CREATE TABLE {names.Table()} (\n    {string.Join(",\n    ", lines)}\n);";
    }

    public string CreateIndex(string concurrently = "") =>
        $"CREATE {random.Of<string>(["", "", "UNIQUE "])}INDEX {concurrently}{names.Named("ix")} ON {names.Table()} "
        + $"{random.Of<string>(["", "", "USING gin ", "USING btree "])}({names.ColumnList(3)})"
        + $"{random.Of<string>(["", "", $" WHERE {names.Column()} IS NOT NULL"])};";

    public string AddForeignKey() =>
        $"ALTER TABLE {names.Table()} ADD CONSTRAINT {names.Named("fk")} FOREIGN KEY ({names.Column()}) "
        + $"REFERENCES {names.Table()} ({names.Column()}) ON DELETE RESTRICT{random.Of<string>(["", " NOT VALID"])};";

    public string Insert()
    {
        var rows = Enumerable.Range(0, random.Between(1, 8)).Select(_ =>
            $"    ({random.Between(1, 99999)}, '{names.Noun()} {names.Noun()}''s', NULL, '2024-0{random.Between(1, 9)}-1{random.Between(0, 9)}T10:00:00Z')");
        return $"INSERT INTO {names.Table()} ({names.Column()}, {names.Column()}, {names.Column()}, {names.Column()})\n"
            + $"VALUES\n{string.Join(",\n", rows)}\nON CONFLICT DO NOTHING;";
    }

    private string ChangeColumn() =>
        $"ALTER TABLE {names.Table()}\n    ALTER COLUMN {names.Column()} TYPE {names.Type()} USING {names.Column()}::text,\n"
        + $"    ALTER COLUMN {names.Column()} SET NOT NULL;";

    private string DropOrRename() => $"ALTER TABLE {names.Table()} " + random.Between(0, 2) switch
    {
        0 => $"DROP COLUMN {names.Column()};",
        1 => $"RENAME COLUMN {names.Column()} TO {names.Named("new")};",
        _ => $"DROP CONSTRAINT {names.Named("ck")};",
    };

    private string Update() =>
        $"UPDATE {names.Table()} SET {names.Column()} = COALESCE({names.Column()}, {random.Of<string>(["0", "'x'", "now()"])}), "
        + $"{names.Column()} = false WHERE {names.Column()} IS NULL AND {names.Column()} > {random.Between(1, 999)};";

    private string Function() => $"""
        CREATE OR REPLACE FUNCTION {names.Named("sync")}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.{names.Column()} IS DISTINCT FROM OLD.{names.Column()} THEN
                UPDATE {names.Table()} SET {names.Column()} = NEW.{names.Column()} WHERE {names.Column()} = NEW.{names.Column()};
            END IF;
            RETURN NEW;
        END;
        $$;
        """;

    private string Block() => $"""
        DO $$
        DECLARE changed bigint;
        BEGIN
            LOOP
                UPDATE {names.Table()} SET {names.Column()} = 0 WHERE {names.Column()} IN (
                    SELECT {names.Column()} FROM {names.Table()} WHERE {names.Column()} IS NULL LIMIT 1000);
                GET DIAGNOSTICS changed = ROW_COUNT;
                EXIT WHEN changed = 0;
                COMMIT;
            END LOOP;
        END $$;
        """;

    private string View() => $"""
        CREATE OR REPLACE VIEW {names.Table()} AS
        SELECT a.{names.Column()}, b.{names.Column()}, count(*) AS n
        FROM {names.Table()} a
        JOIN {names.Table()} b ON b.{names.Column()} = a.{names.Column()}
        WHERE a.{names.Column()} > 10
        GROUP BY 1, 2;
        """;
}
