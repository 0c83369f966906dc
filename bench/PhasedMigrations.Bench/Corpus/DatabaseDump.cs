using System.Globalization;
using System.Text;

namespace PhasedMigrations.Bench.Corpus;

/// <summary>What <c>pg_dump</c> writes, and many projects begin with: settings, tables, rows as COPY, keys and indexes at the end.</summary>
internal sealed class DatabaseDump(SeededRandom random) : IScript
{
    private readonly Names _names = new(random, isPascalCase: false);

    public string FileName(int number) => $"dump{number}.sql";

    public string Write()
    {
        var dump = new StringBuilder("""
            --
            -- PostgreSQL database dump
            --

            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET default_table_access_method = heap;

            """);
        var tables = Enumerable.Range(0, random.Between(3, 30)).Select(number => $"public.{_names.Noun()}_{_names.Noun()}_{number}").ToList();
        foreach (var table in tables)
            AppendTable(dump, table);
        foreach (var table in tables)
            AppendRows(dump, table);
        foreach (var table in tables)
            AppendKeys(dump, table, random.Of<string>(tables.ToArray()));
        return dump.Append("--\n-- PostgreSQL database dump complete\n--\n").ToString();
    }

    private void AppendTable(StringBuilder dump, string table)
    {
        var columns = Enumerable.Range(0, random.Between(3, 12)).Select(number => $",\n    {_names.Column()}{number} {_names.Type()}");
        dump.Append(CultureInfo.InvariantCulture, $"""

            --
            -- Name: {table[7..]}; Type: TABLE; Schema: public; Owner: app
            --

            CREATE TABLE {table} (
                id bigint NOT NULL{string.Concat(columns)}
            );


            ALTER TABLE {table} OWNER TO app;

            CREATE SEQUENCE {table}_id_seq
                START WITH 1
                INCREMENT BY 1
                NO MINVALUE
                NO MAXVALUE
                CACHE 1;

            ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id;
            ALTER TABLE ONLY {table} ALTER COLUMN id SET DEFAULT nextval('{table}_id_seq'::regclass);

            """);
    }

    private void AppendRows(StringBuilder dump, string table)
    {
        dump.Append(CultureInfo.InvariantCulture, $"\nCOPY {table} (id, name, amount, created_at, notes) FROM stdin;\n");
        for (var row = 1; row <= random.Between(0, 60); row++)
            dump.Append(CultureInfo.InvariantCulture, $"{row}\t{_names.Noun()}'s {_names.Noun()}\t{random.Between(1, 9999)}.00\t2024-01-1{random.Between(0, 9)} 10:00:00+00\t\\N\n");
        dump.Append("\\.\n\n");
    }

    private static void AppendKeys(StringBuilder dump, string table, string other) => dump.Append(CultureInfo.InvariantCulture, $"""

        --
        -- Name: {table[7..]} {table[7..]}_pkey; Type: CONSTRAINT; Schema: public; Owner: app
        --

        ALTER TABLE ONLY {table}
            ADD CONSTRAINT {table[7..]}_pkey PRIMARY KEY (id);

        CREATE INDEX {table[7..]}_created_at ON {table} USING btree (created_at, name) WHERE (notes IS NOT NULL);

        ALTER TABLE ONLY {table}
            ADD CONSTRAINT {table[7..]}_fkey FOREIGN KEY (id) REFERENCES {other}(id) ON DELETE CASCADE;

        """);
}
