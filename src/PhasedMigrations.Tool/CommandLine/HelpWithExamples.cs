using System.CommandLine;
using System.CommandLine.Invocation;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>The usual help text, followed by the examples of the command and the exit codes.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual, IReadOnlyDictionary<Command, string> examples)
    : SynchronousCommandLineAction
{
    private const string ExitCodes = """
        Exit codes:
          0  done, or nothing to do
          1  work is left over that needs you: a migration is blocked or cancelled; the message says what to do
          2  refused: wrong usage, no connection, unknown name, no access to the schema phased or another version of it
          3  waiting: interrupted or out of time (run again to resume), or the contract was not asked for
        """;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            output.WriteLine("Examples:");
            output.WriteLine(text);
            output.WriteLine();
        }
        output.WriteLine(ExitCodes);
        return result;
    }
}
