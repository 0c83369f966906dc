using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using PhasedMigrations.Tool.Commands;
using PhasedMigrations.Tool.Connections;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>The command line as a whole: which commands there are, and what becomes of a line that cannot be parsed.</summary>
internal static class PhasedCommandLine
{
    private const string Description = "Runs the long phases of phased migrations on a live PostgreSQL database: online, resumable, verified.";

    public static async Task<int> InvokeAsync(IReadOnlyList<string> args)
    {
        var secrets = new Secrets();
        var common = new CommonOptions();
        var session = new Session(common, new ConnectionSource(Environment.GetEnvironmentVariable, secrets), secrets);
        var parsed = Build(common, session).Parse(args);

        // Asking for help is never wrong usage, and the parser's own report would repeat what it did not understand.
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            return ReportUsage(parsed, common, secrets);

        // Signals are handled where they have to be: a run finishes its chunk first.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private static RootCommand Build(CommonOptions common, Session session)
    {
        var root = new RootCommand(Description);
        common.AddTo(root);
        var commands = new[]
        {
            RunCommand.Create(session), StatusCommand.Create(session), PlanCommand.Create(session), ContractCommand.Create(session),
            PauseCommand.Create(session), ResumeCommand.Create(session), CancelCommand.Create(session), PaceCommand.Create(session), RetryCommand.Create(session),
            VerifyCommand.Create(session), WatchCommand.Create(session), EventsCommand.Create(session), TrafficCommand.Create(session),
        };
        foreach (var (command, _) in commands)
            root.Add(command);

        var examples = commands.ToDictionary(entry => entry.Command, entry => entry.Examples);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, examples);
        return root;
    }

    private static int ReportUsage(ParseResult parsed, CommonOptions common, Secrets secrets)
    {
        var message = Secrets.MaskTyped(string.Join(" ", parsed.Errors.Select(error => error.Message)));
        var command = parsed.CommandResult.Command is RootCommand ? "phased" : $"phased {parsed.CommandResult.Command.Name}";
        new ErrorReport(secrets, parsed.GetValue(common.Json)).Write($"{message} See {command} --help.", ExitCode.Refused);
        return ExitCode.Refused;
    }
}
