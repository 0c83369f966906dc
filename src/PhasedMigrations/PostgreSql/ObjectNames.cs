using System.Security.Cryptography;
using System.Text;

namespace PhasedMigrations.PostgreSql;

/// <summary>Names of the temporary objects a phased migration creates. They are the same in every process that works on it.</summary>
internal static class ObjectNames
{
    // NAMEDATALEN - 1: PostgreSQL cuts longer names silently.
    private const int MaxBytes = 63;

    /// <summary>BEFORE triggers fire in the byte order of their names; <c>~</c> sorts after every letter, so that ours sees the final row.</summary>
    public static string FillTrigger(string column) => Fit($"~phased_fill_{column}");

    /// <summary>Trigger functions of all migrations share the schema <c>phased</c>, so the name carries what makes it unique there.</summary>
    public static string FillFunction(string migration, string? schema, string table, string column) =>
        Fit($"fill_{table}_{column}_{Hash($"{migration}\n{schema}\n{table}\n{column}")}");

    /// <summary>
    /// AFTER triggers fire in the same order, and <c>!</c> sorts before every letter: the copy is gone before a foreign key that refers from it
    /// to the deleted row is looked at (its trigger is named RI_ConstraintTrigger). A table may be copied to several of one name, and by several
    /// migrations.
    /// </summary>
    public static string SyncTrigger(string migration, string? toSchema, string to) => Fit($"!phased_copy_{to}_{Hash($"{migration}\n{toSchema}\n{to}")}");

    public static string SyncTruncateTrigger(string migration, string? toSchema, string to) =>
        Fit($"!phased_copy_truncate_{to}_{Hash($"{migration}\n{toSchema}\n{to}")}");

    public static string SyncFunction(string migration, string? schema, string table, string? toSchema, string to) =>
        Fit($"copy_{table}_{to}_{Hash($"{migration}\n{schema}\n{table}\n{toSchema}\n{to}")}");

    public static string NotNullCheck(string table, string column) => Fit($"phased_{table}_{column}_not_null");

    private static string Fit(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
            return name;
        var suffix = $"_{Hash(name)}";
        var keep = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, keep)) > MaxBytes - suffix.Length || char.IsHighSurrogate(name[keep - 1]))
            keep--;
        return name[..keep] + suffix;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
}
