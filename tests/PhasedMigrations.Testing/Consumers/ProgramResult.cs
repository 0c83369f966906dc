namespace PhasedMigrations.Testing.Consumers;

/// <summary>How a program ended and what it said.</summary>
public sealed record ProgramResult(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <exception cref="InvalidOperationException">The program failed; the message holds all it said.</exception>
    public ProgramResult EnsureSuccess() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"'{CommandLine}' ended with {ExitCode}:\n{Output}\n{Errors}");
}
