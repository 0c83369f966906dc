using System.Diagnostics;

namespace PhasedMigrations.Testing.Hosts;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It is missing, or ended with an error; the message holds what it said.</exception>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken, string? withoutVariable = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (withoutVariable is not null) start.Environment.Remove(withoutVariable);

        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"'{string.Join(' ', command)}' ended with {process.ExitCode}:\n{await errors.ConfigureAwait(false)}{await output.ConfigureAwait(false)}");
        return await output.ConfigureAwait(false);
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"'{start.FileName}' cannot be started: {error.Message}", error);
        }
    }
}
