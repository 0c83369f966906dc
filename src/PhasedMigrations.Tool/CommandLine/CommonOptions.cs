using System.CommandLine;
using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Connection { get; } = new("--connection")
    {
        Description = $"The database, as an Npgsql connection string; without it the environment variable {ConnectionSource.Variable} counts.",
        HelpName = "string",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON for programs instead of text for people.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Print the log, and stack traces of errors, to standard error.",
        Recursive = true,
    };

    public void AddTo(Command root)
    {
        root.Add(Connection);
        root.Add(Json);
        root.Add(Verbose);
    }
}
