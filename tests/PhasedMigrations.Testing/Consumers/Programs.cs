using System.Diagnostics;

namespace PhasedMigrations.Testing.Consumers;

/// <summary>Runs programs as a user at a prompt would, whatever MSBuild or test host this process lives in.</summary>
public static class Programs
{
    /// <summary>Set by the SDK for its own child processes; with them a nested dotnet command would take this process for its parent.</summary>
    private static readonly string[] SdkVariables =
        ["MSBuildExtensionsPath", "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly", "DOTNET_HOST_PATH"];

    /// <param name="environment">Variables to set; one whose value is null is taken away.</param>
    /// <exception cref="InvalidOperationException">The program is missing.</exception>
    public static async Task<ProgramResult> RunAsync(
        string workingFolder,
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in SdkVariables) start.Environment.Remove(variable);
        // A build server that outlives the test would hold the temporary folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProgramResult(
                $"{program} {string.Join(' ', arguments)}",
                process.ExitCode,
                await output.ConfigureAwait(false),
                await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">The program is missing.</exception>
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
