using System.Globalization;

namespace PhasedMigrations.BackfillBench;

/// <summary>The table that is filled: how its key looks and how many rows it has.</summary>
internal sealed record Table(string Key, int Rows)
{
    public string Script(string name)
    {
        using var stream = typeof(Table).Assembly.GetManifestResourceStream($"PhasedMigrations.BackfillBench.Methods.{name}.sql")
                           ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{key}", Key, StringComparison.Ordinal)
            .Replace("{id}", Key == "uuid" ? "md5(g::text)::uuid" : "g", StringComparison.Ordinal)
            .Replace("{rows}", Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
