using PhasedMigrations.Tests;
using PhasedMigrations.Tests.Execution;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// xunit's own entry point, preceded by the process that the kill tests start. It blocks as xunit's does: the runner waits for every
// foreground thread but the one that called it.
if (RunnerProcess.TryRunAsync(args).GetAwaiter().GetResult() is { } exitCode)
    return exitCode;
return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
    : ConsoleRunner.Run(args).GetAwaiter().GetResult();
