using System.Globalization;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>Values of signals as people read them.</summary>
internal static class Amount
{
    private static readonly string[] BinaryUnits = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Describe(double value, string unit)
    {
        if (unit is not ("bytes" or "bytes/s"))
            return $"{Number(value)}{(unit == "%" ? "" : " ")}{unit}";
        var power = 0;
        for (; Math.Abs(value) >= 1024 && power < BinaryUnits.Length - 1; power++)
            value /= 1024;
        return $"{Number(value)} {BinaryUnits[power]}{(unit == "bytes/s" ? "/s" : "")}";
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
