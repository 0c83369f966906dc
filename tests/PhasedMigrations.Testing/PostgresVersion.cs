using System.Globalization;

namespace PhasedMigrations.Testing;

/// <summary>The PostgreSQL major versions that the project supports.</summary>
public static class PostgresVersion
{
    private const string Selection = "PHASED_TEST_VERSIONS";

    public const int Oldest = 14;

    public const int Newest = 18;

    /// <summary>14 to 18, or what <c>PHASED_TEST_VERSIONS</c> leaves of it (<c>PHASED_TEST_VERSIONS=14,18</c> for a quick local run).</summary>
    public static IReadOnlyList<int> All { get; } = Selected(Enumerable.Range(Oldest, Newest - Oldest + 1));

    /// <summary>Theory rows: <c>[Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]</c> with one <c>int version</c>.</summary>
    public static IEnumerable<object[]> Each => All.Select(version => new object[] { version });

    /// <summary>Theory rows as <see cref="Each"/>, with the oldest and the newest version only.</summary>
    public static IEnumerable<object[]> OldestAndNewest => new[] { All[0], All[^1] }.Distinct().Select(version => new object[] { version });

    private static int[] Selected(IEnumerable<int> supported)
    {
        var all = supported.ToArray();
        var selection = Environment.GetEnvironmentVariable(Selection);
        if (string.IsNullOrWhiteSpace(selection)) return all;

        var wanted = selection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out var version) ? version : 0)
            .ToArray();
        if (wanted.Length == 0 || wanted.Except(all).Any())
            throw new InvalidOperationException($"{Selection} is '{selection}'; write some of {string.Join(',', all)}.");
        return all.Intersect(wanted).ToArray();
    }
}
