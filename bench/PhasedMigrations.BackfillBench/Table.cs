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
            .Replace("{before}", Key == "uuid" ? "'00000000-0000-0000-0000-000000000000'" : "0", StringComparison.Ordinal)
            .Replace("{last}", Key == "uuid" ? "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid" : "9223372036854775807", StringComparison.Ordinal)
            .Replace("{id}", Key == "uuid" ? "md5(g::text)::uuid" : "g", StringComparison.Ordinal)
            .Replace("{rows}", Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
