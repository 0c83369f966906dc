namespace PhasedMigrations.Bench.Corpus;

/// <summary>A file that somebody wrote by hand: some statements, a comment here and there, with or without a transaction.</summary>
internal sealed class FlywayScript(SeededRandom random) : IScript
{
    private readonly Statements _statements = new(random, new Names(random, isPascalCase: false));

    public string FileName(int number) => $"V{number}__change.sql";

    public string Write()
    {
        // A few statements mostly, a few hundred at times.
        var count = random.Between(1, 6) * random.Between(1, random.Chance(10) ? 60 : 8);
        var body = string.Join("\n\n", Enumerable.Range(0, count).Select(_ => _statements.Any()));
        return random.Chance(30) ? $"BEGIN;\n\n{body}\n\nCOMMIT;\n" : body + "\n";
    }
}
