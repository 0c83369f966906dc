namespace PhasedMigrations.Bench.Corpus;

/// <summary>A kind of SQL file. Each call writes another one.</summary>
internal interface IScript
{
    string FileName(int number);

    string Write();
}
