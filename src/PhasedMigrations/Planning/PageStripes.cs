using System.Globalization;

namespace PhasedMigrations.Planning;

/// <summary>
/// Which rows of a page a stripe takes. The first stripe's rows have to move to other pages; each later one fits into the room of the one before it,
/// but for what its rows have grown. Stripes that become smaller leave room for that growth, and equal shares on every page leave nothing to chance: by
/// a hash of the place, 39 % of the rows of a full table moved in 4 stripes, so 23 % in 6.
/// </summary>
internal static class PageStripes
{
    // 256 divided by the golden ratio, and odd: the products of consecutive numbers lie evenly between 0 and 255. A page holds up to 291 rows; that
    // numbers above 255 begin again does no harm.
    private const string Place = "(get_byte(tidsend(ctid), 5) * 159 & 255)";
    private const int Places = 256;
    // Room for rows that grow by 10 to 15 %.
    private const double Shrinking = 0.85;

    /// <summary>The condition of every stripe but the last, which takes whatever is left, with a parameter for its end.</summary>
    public const string SampleCondition = $"{Place} < $3";

    /// <summary>The condition of all rows up to a stripe: those before it are done, and tell it.</summary>
    public static string Condition(int stripe, int stripes) => string.Create(CultureInfo.InvariantCulture, $"{Place} < {(int)Math.Round(Places * UpTo(stripe, stripes))}");

    /// <summary>The share of the rows that can stay on their pages.</summary>
    public static double Staying(int stripes) => 1 - UpTo(stripe: 0, stripes);

    private static double UpTo(int stripe, int stripes) => (1 - Math.Pow(Shrinking, stripe + 1)) / (1 - Math.Pow(Shrinking, stripes));
}
