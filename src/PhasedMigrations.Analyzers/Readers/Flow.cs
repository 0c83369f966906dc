namespace PhasedMigrations.Readers;

/// <summary>Where execution certainly goes after a statement.</summary>
internal enum Flow
{
    /// <summary>To the next statement, as far as is known.</summary>
    Next,

    /// <summary>To the next turn of the loop.</summary>
    Continue,

    /// <summary>Out of the loop or switch.</summary>
    Break,

    /// <summary>Out of the method.</summary>
    Leave,
}
