namespace PhasedMigrations.PostgreSql;

/// <summary>SQL that is long enough for a file of its own.</summary>
internal static class EmbeddedSql
{
    /// <param name="name">The file's path below the project, with dots: <c>State.Install.sql</c>.</param>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream($"PhasedMigrations.{name}")
                           ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
