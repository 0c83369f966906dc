namespace PhasedMigrations.Testing;

/// <summary>Text files that are compiled into this assembly.</summary>
internal static class EmbeddedText
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' is not an embedded resource of {typeof(EmbeddedText).Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
