using System.Globalization;
using System.Text;

namespace PhasedMigrations.Bench.Corpus;

/// <summary>
/// What <c>dotnet ef migrations script</c> writes for Npgsql; every other time with <c>--idempotent</c>, where each command stands
/// in a DO block that asks the history.
/// </summary>
internal sealed class EntityFrameworkScript : IScript
{
    private readonly SeededRandom _random;
    private readonly Names _names;
    private readonly Statements _statements;
    private bool _isIdempotent;

    public EntityFrameworkScript(SeededRandom random)
    {
        _random = random;
        _names = new Names(random, isPascalCase: true);
        _statements = new Statements(random, _names);
    }

    public string FileName(int number) => $"script{number}.sql";

    public string Write()
    {
        _isIdempotent = !_isIdempotent;
        var script = new StringBuilder("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
                "MigrationId" character varying(150) NOT NULL,
                "ProductVersion" character varying(32) NOT NULL,
                CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
            );

            """);
        for (var migration = _random.Between(1, 12); migration > 0; migration--)
            Append(script);
        return script.ToString();
    }

    private void Append(StringBuilder script)
    {
        var id = $"2024{_random.Between(1_000_000_000, 1_231_235_959)}_Change{_names.Noun()}";
        script.Append("START TRANSACTION;\n");
        for (var command = _random.Between(1, 15); command > 0; command--)
            AppendCommand(script, id, Command());
        AppendCommand(script, id, $"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\")\n    VALUES ('{id}', '10.0.0');");
        script.Append("COMMIT;\n\n");
    }

    private string Command() => _random.Between(0, 9) switch
    {
        < 3 => _statements.CreateTable(),
        < 6 => _statements.CreateIndex(),
        < 7 => _statements.AddForeignKey(),
        < 9 => $"ALTER TABLE {_names.Table()} ADD {_names.Definition()};",
        _ => _statements.Insert(),
    };

    private void AppendCommand(StringBuilder script, string id, string command)
    {
        if (_isIdempotent)
            AppendGuarded(script, id, command);
        else
            script.Append(command).Append("\n\n");
    }

    private static void AppendGuarded(StringBuilder script, string id, string command) => script.Append(CultureInfo.InvariantCulture, $"""

        DO $EF$
        BEGIN
            IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{id}') THEN
            {command}
            END IF;
        END $EF$;

        """);
}
