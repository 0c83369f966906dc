namespace PhasedMigrations.PostgreSql;

internal static class Conditions
{
    /// <summary>Both, joined by AND; null when there is neither.</summary>
    /// <param name="own">A condition of ours.</param>
    /// <param name="users">One that a user wrote. The line break ends a comment that may stand at its end.</param>
    public static string? Join(string? own, string? users) =>
        users is null ? own : own is null ? $"({users}\n)" : $"{own} AND ({users}\n)";
}
