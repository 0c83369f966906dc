namespace PhasedMigrations.Transforms.Mapping;

/// <summary>How names of columns, labels and members are compared: without case and separators.</summary>
internal static class MemberName
{
    public static bool Matches(string? member, string column) => member is not null && Fold(member) == Fold(column);

    public static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
