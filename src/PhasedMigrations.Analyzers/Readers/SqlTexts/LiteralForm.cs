namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>What stands for something else in a literal.</summary>
[Flags]
internal enum LiteralForm
{
    /// <summary>Escapes that begin with a backslash.</summary>
    Regular = 1,

    /// <summary>Two quotes for one.</summary>
    Verbatim = 2,

    /// <summary>Two braces for one.</summary>
    Interpolated = 4,
}
