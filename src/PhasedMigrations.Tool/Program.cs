using PhasedMigrations.Tool.CommandLine;

return await PhasedCommandLine.InvokeAsync(args).ConfigureAwait(false);
