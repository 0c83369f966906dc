using System.CommandLine;

namespace PhasedMigrations.Tool.Commands;

/// <summary>What the commands of an operator take alike.</summary>
internal static class OperatorArguments
{
    public static Argument<string> Name() => new("NAME") { Description = "The phased migration." };

    public static Option<string?> Reason() => new("--reason") { Description = "Shown to whoever asks why nothing happens.", HelpName = "text" };
}
