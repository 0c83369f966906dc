namespace PhasedMigrations.Testing.Hosts;

/// <summary>The user a server runs as. PostgreSQL refuses to run as root, so root's servers run as <c>nobody</c>.</summary>
internal static class ServerUser
{
    /// <summary>What to put before a command to run it as that user; empty where we are that user.</summary>
    public static async Task<IReadOnlyList<string>> PrefixAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess) return [];
        // The group's name differs between systems (nogroup, nobody), its number is asked for.
        var group = await Command.RunAsync(["id", "-g", "nobody"], cancellationToken).ConfigureAwait(false);
        return ["setpriv", "--reuid=nobody", $"--regid={group.Trim()}", "--clear-groups"];
    }

    /// <summary>Gives a file or folder, with all below it, to that user.</summary>
    public static Task OwnAsync(string path, CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess
            ? Command.RunAsync(["chown", "-R", "nobody:", path], cancellationToken)
            : Task.CompletedTask;
}
