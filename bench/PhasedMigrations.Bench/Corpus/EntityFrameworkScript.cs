using System.Globalization;
using System.Text;

namespace PhasedMigrations.Bench.Corpus;

/// <summary>What <c>dotnet ef migrations script --idempotent</c> writes for Npgsql: every command in a DO block that asks the history.</summary>
internal sealed class EntityFrameworkScript(SeededRandom random) : IScript
{
    private readonly Names _names = new(random, isPascalCase: true);
    private readonly Statements _statements = new(random, new Names(random, isPascalCase: true));

    public string FileName(int number) => $"script{number}.sql";

    public string Write()
    {
        var script = new StringBuilder("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
                "MigrationId" character varying(150) NOT NULL,
                "ProductVersion" character varying(32) NOT NULL,
                CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
            );

            """);
        for (var migration = random.Between(1, 12); migration > 0; migration--)
            Append(script);
        return script.ToString();
    }

    private void Append(StringBuilder script)
    {
        var id = $"2024{random.Between(1_000_000_000, 1_231_235_959)}_Change{_names.Noun()}";
        script.Append("START TRANSACTION;\n");
        for (var command = random.Between(1, 15); command > 0; command--)
            AppendGuarded(script, id, Command());
        AppendGuarded(script, id, $"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\")\n    VALUES ('{id}', '10.0.0');");
        script.Append("COMMIT;\n\n");
    }

    private string Command() => random.Between(0, 9) switch
    {
        < 3 => _statements.CreateTable(),
        < 6 => _statements.CreateIndex(),
        < 7 => _statements.AddForeignKey(),
        < 9 => $"ALTER TABLE {_names.Table()} ADD {_names.Definition()};",
        _ => _statements.Insert(),
    };

    private static void AppendGuarded(StringBuilder script, string id, string command) => script.Append(CultureInfo.InvariantCulture, $"""

        DO $EF$
        BEGIN
            IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{id}') THEN
            {command}
            END IF;
        END $EF$;

        """);
}
