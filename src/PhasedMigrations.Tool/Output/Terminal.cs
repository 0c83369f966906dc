using Spectre.Console;

namespace PhasedMigrations.Tool.Output;

/// <summary>Whether somebody is looking.</summary>
internal static class Terminal
{
    /// <summary>True on a terminal; false when the output is redirected, on a build server and on a dumb terminal.</summary>
    public static bool IsLive(IAnsiConsole console) =>
        !Console.IsOutputRedirected
        && console.Profile.Capabilities is { Interactive: true, Ansi: true }
        && Environment.GetEnvironmentVariable("CI") is null or "" or "false";
}
