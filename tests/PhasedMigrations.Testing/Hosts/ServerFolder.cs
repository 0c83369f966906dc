namespace PhasedMigrations.Testing.Hosts;

/// <summary>A server's folder (data, socket, log), held by a lock that dies with its owner, so that leftovers are recognised.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly FileStream _lock;

    private ServerFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Log => System.IO.Path.Combine(Path, "log");

    /// <summary>Holds the folders of all servers of this user. Short: a socket's path may have 100 characters.</summary>
    public static string Root { get; } = CreateRoot();

    public static ServerFolder Create()
    {
        RemoveLeftovers();
        while (true)
        {
            var path = System.IO.Path.Combine(Root, $"s{Guid.NewGuid():N}"[..9]);
            if (TryLock(path + ".lock") is not { } held) continue;
            Directory.CreateDirectory(path);
            return new ServerFolder(path, held);
        }
    }

    /// <summary>Opens a file so that no other process can; null when one has it.</summary>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => Remove(Path, _lock);

    private static string CreateRoot()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"phased-pg-{Environment.UserName}");
        Directory.CreateDirectory(path);
        // Root's servers run as another user, who must get through to their data.
        var others = Environment.IsPrivilegedProcess ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : UnixFileMode.None;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
        return path;
    }

    private static void RemoveLeftovers()
    {
        foreach (var file in Directory.EnumerateFiles(Root, "s*.lock"))
            if (TryLock(file) is { } held)
                Remove(file[..^".lock".Length], held);
    }

    private static void Remove(string path, FileStream held)
    {
        using (held)
        {
            try
            {
                if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
                File.Delete(held.Name);
            }
            catch (IOException)
            {
                // A server that is still dying writes into it. The next to start a server finds it again and removes it.
            }
        }
    }
}
