using PhasedMigrations.Engine.Tests;
using PhasedMigrations.Engine.Tests.Crashes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// xunit's own entry point, preceded by the process that the crash tests start and kill. --soak makes the crash tests run ten times as long;
// it travels as an environment variable because xunit knows no options but its own.
if (RunnerProcess.TryRunAsync(args).GetAwaiter().GetResult() is { } exitCode)
    return exitCode;
if (args.Contains(Soak.Option))
    Environment.SetEnvironmentVariable(Soak.Variable, "1");
var rest = args.Where(arg => arg != Soak.Option).ToArray();
return rest.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? TestPlatformTestFramework.RunAsync(rest, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
    : ConsoleRunner.Run(rest).GetAwaiter().GetResult();
