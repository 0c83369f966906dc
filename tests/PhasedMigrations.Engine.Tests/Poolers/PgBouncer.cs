using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PhasedMigrations.Engine.Tests.Poolers;

/// <summary>PgBouncer in transaction mode, where it is installed (<c>apt-get install pgbouncer</c>).</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public static string? Program { get; } =
        new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    public static async Task<PgBouncer> StartAsync(string program, int serverPort, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("phased-pgbouncer").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={serverPort} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 12
            ignore_startup_parameters = extra_float_digits,options
            """).Replace("            ", "", StringComparison.Ordinal), cancellationToken);
        // It refuses to be root; as another user it has to read its file.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        string[] asNobody = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        var start = new ProcessStartInfo(program, [.. asNobody, Path.Combine(folder, "pgbouncer.ini")]) { RedirectStandardError = true };
        var process = new Process { StartInfo = start };
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // It logs that it is up once it listens; no more lines means that it has ended.
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                isUp.TrySetException(new InvalidOperationException("pgbouncer did not start"));
            else if (line.Data.Contains("process up", StringComparison.Ordinal))
                isUp.TrySetResult();
        };
        process.Start();
        process.BeginErrorReadLine();
        var pooler = new PgBouncer(process, folder, port);
        try
        {
            await isUp.Task.WaitAsync(cancellationToken);
            return pooler;
        }
        catch
        {
            await pooler.DisposeAsync();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
