namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>EF Core's ReferentialAction by its values.</summary>
internal static class ReferentialActions
{
    /// <summary>The member's name; null when the argument is not constant.</summary>
    public static string? Name(BuilderCall call, string parameter) => call.Value(parameter) is { IsKnown: true, Value: int value }
        ? value switch
        {
            0 => "NoAction",
            1 => "Restrict",
            2 => "Cascade",
            3 => "SetNull",
            4 => "SetDefault",
            _ => null,
        }
        : null;
}
