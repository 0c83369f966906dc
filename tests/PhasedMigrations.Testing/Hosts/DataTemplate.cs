namespace PhasedMigrations.Testing.Hosts;

/// <summary>A data directory that <c>initdb</c> made once, to be copied for every server: a copy takes a tenth of the time.</summary>
internal static class DataTemplate
{
    public static async Task CopyAsync(string binaries, string target, CancellationToken cancellationToken)
    {
        var template = await GetAsync(binaries, cancellationToken).ConfigureAwait(false);
        // cp keeps owner and modes, and shares the blocks where the file system can.
        await Command.RunAsync(["cp", "-a", template, target], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> GetAsync(string binaries, CancellationToken cancellationToken)
    {
        var version = await Command.RunAsync([Path.Combine(binaries, "postgres"), "--version"], cancellationToken).ConfigureAwait(false);
        var name = string.Concat(version.Trim().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-'));
        var path = Path.Combine(ServerFolder.Root, $"template-{name}");
        if (Directory.Exists(path)) return path;

        using var held = await LockAsync(path + ".lock", cancellationToken).ConfigureAwait(false);
        if (!Directory.Exists(path)) await InitializeAsync(binaries, path, cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static async Task InitializeAsync(string binaries, string path, CancellationToken cancellationToken)
    {
        var unfinished = path + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        await ServerUser.OwnAsync(unfinished, cancellationToken).ConfigureAwait(false);
        await Command.RunAsync(
            [
                .. await ServerUser.PrefixAsync(cancellationToken).ConfigureAwait(false),
                Path.Combine(binaries, "initdb"), "--pgdata", unfinished, "--username", "postgres", "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C", "--no-sync",
            ],
            cancellationToken).ConfigureAwait(false);
        Directory.Move(unfinished, path);
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (ServerFolder.TryLock(path) is { } held) return held;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }
    }
}
