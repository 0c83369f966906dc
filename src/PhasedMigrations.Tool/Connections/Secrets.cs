using System.Text.RegularExpressions;
using Npgsql;

namespace PhasedMigrations.Tool.Connections;

/// <summary>Keeps connection strings out of everything the tool prints, wherever they came from and whatever repeats them.</summary>
internal sealed partial class Secrets
{
    private const string Masked = "***";

    private readonly List<string> _values = [];

    /// <summary>From now on the connection string and its passwords are masked.</summary>
    public void Keep(string connectionString)
    {
        _values.Add(connectionString);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            _values.AddRange(new[] { settings.Password, settings.Passfile, settings.SslPassword }.OfType<string>().Where(value => value.Length > 0));
        }
        catch (ArgumentException)
        {
            // Not a connection string that Npgsql reads; the shapes below still cover what it repeats.
        }
        // The longest first, so that no part of one is left when a shorter one is a piece of it.
        _values.Sort((left, right) => right.Length.CompareTo(left.Length));
    }

    /// <summary>Masks what was kept, in text of ours and of the libraries below.</summary>
    public string Mask(string text)
    {
        foreach (var value in _values)
            text = text.Replace(value, Masked, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Masks whatever looks like a connection string, in text that repeats what the user typed.</summary>
    public static string MaskTyped(string text) =>
        ConnectionStringText().Replace(Url().Replace(text, Masked), Masked);

    /// <summary>Whether the text is meant as a connection string, in whatever notation.</summary>
    public static bool LooksLikeConnectionString(string text) =>
        text.Contains("://", StringComparison.Ordinal) || ConnectionStringText().IsMatch(text);

    [GeneratedRegex("""\w+://[^\s'"]*""")]
    private static partial Regex Url();

    // key=value pairs from the first key that only a connection string has, to the end of the quoted text or the line.
    [GeneratedRegex("""\b(host|server|data source|password|pwd|user id|username|passfile)\s*=[^'"\r\n]*""", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionStringText();
}
