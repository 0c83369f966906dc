namespace PhasedMigrations.History;

/// <summary>What history says to a question. What nobody has said is not the same as no.</summary>
internal enum Answer
{
    Unknown,
    No,
    Yes,
}

internal static class Answers
{
    public static Answer Of(bool? known) => known switch
    {
        true => Answer.Yes,
        false => Answer.No,
        null => Answer.Unknown,
    };
}
