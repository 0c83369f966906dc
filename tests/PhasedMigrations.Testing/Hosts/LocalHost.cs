using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Testing.Hosts;

/// <summary>A server that runs as our child process, in a folder of its own. When we end, guard.sh ends it.</summary>
internal sealed class LocalHost : IServerHost
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private const int PortAttempts = 5;

    private readonly string _binaries;
    private readonly ServerFolder _folder;
    private Process? _process;
    private int _port;

    private LocalHost(string binaries, ServerFolder folder)
    {
        _binaries = binaries;
        _folder = folder;
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "postgres",
        Database = "postgres",
        Timeout = 60,
        CommandTimeout = 120,
    }.ConnectionString;

    public int ProcessId => _process?.Id ?? 0;

    public static async Task<LocalHost> CreateAsync(string binaries, PostgresServerOptions options, CancellationToken cancellationToken)
    {
        var host = new LocalHost(binaries, ServerFolder.Create());
        try
        {
            await DataTemplate.CopyAsync(binaries, host._folder.Data, cancellationToken).ConfigureAwait(false);
            var lines = options.AllSettings().Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'");
            await File.AppendAllLinesAsync(Path.Combine(host._folder.Data, "postgresql.conf"), lines, cancellationToken).ConfigureAwait(false);
            await ServerUser.OwnAsync(host._folder.Path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return host;
    }

    /// <summary>A host that receives what <paramref name="primary"/> writes. Its data are a copy, so the primary must stand still meanwhile.</summary>
    public static async Task<LocalHost> CreateReplicaAsync(LocalHost primary, string name, string? slot, CancellationToken cancellationToken)
    {
        var host = new LocalHost(primary._binaries, ServerFolder.Create());
        try
        {
            await Command.RunAsync(["cp", "-a", primary._folder.Data, host._folder.Data], cancellationToken).ConfigureAwait(false);
            await File.AppendAllLinesAsync(
                Path.Combine(host._folder.Data, "postgresql.conf"),
                [
                    $"primary_conninfo = 'host=127.0.0.1 port={primary._port} user=postgres application_name={name}'",
                    $"primary_slot_name = '{slot}'",
                    "wal_retrieve_retry_interval = '100ms'",
                ],
                cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(host._folder.Data, "standby.signal"), "", cancellationToken).ConfigureAwait(false);
            await ServerUser.OwnAsync(host._folder.Path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return host;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_process is not null) throw new InvalidOperationException("The server is running already.");
        var keepPort = _port != 0;
        for (var attempt = 1; ; attempt++)
        {
            if (!keepPort) _port = FreePort();
            var logged = File.Exists(_folder.Log) ? new FileInfo(_folder.Log).Length : 0;
            _process = await LaunchAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await AnswersAsync(_process, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error)
            {
                await EndAsync("QUIT", CancellationToken.None).ConfigureAwait(false);
                var log = ReadLog(logged);
                // Between our look and the server's bind somebody else may take the port.
                if (!keepPort && attempt < PortAttempts && log.Contains("Address already in use", StringComparison.Ordinal)) continue;
                throw new InvalidOperationException($"The server of {_binaries} did not start: {error.Message}\n{log}", error);
            }
        }
    }

    public Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken) =>
        EndAsync(mode == ShutdownMode.Fast ? "INT" : "QUIT", cancellationToken);

    public Task<string> ReadLogAsync(CancellationToken cancellationToken) => Task.FromResult(ReadLog(from: 0));

    public async ValueTask DisposeAsync()
    {
        // Nothing of it is needed any more: no reason to wait for a checkpoint.
        await EndAsync("QUIT", CancellationToken.None).ConfigureAwait(false);
        _folder.Dispose();
    }

    private async Task<Process> LaunchAsync(CancellationToken cancellationToken)
    {
        string[] command =
        [
            .. await ServerUser.PrefixAsync(cancellationToken).ConfigureAwait(false),
            "sh", "-c", EmbeddedText.Read("guard.sh"), "guard",
            Path.Combine(_binaries, "postgres"), _folder.Data, _folder.Path, _port.ToString(CultureInfo.InvariantCulture), _folder.Log,
        ];
        var process = Programs.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true });
        process.StandardInput.AutoFlush = true;
        return process;
    }

    private async Task AnswersAsync(Process process, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"it ended with {process.ExitCode}");
            try
            {
                await using var connection = new NpgsqlConnection(unpooled);
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(started) < StartTimeout)
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task EndAsync(string signal, CancellationToken cancellationToken)
    {
        if (_process is not { } process) return;
        await TellGuardAsync(process, signal, cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await TellGuardAsync(process, "DONE", cancellationToken).ConfigureAwait(false);
        process.StandardInput.Close();
        process.Dispose();
        _process = null;
    }

    private static async Task TellGuardAsync(Process process, string line, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads: the guard did not get as far, or was killed.
        }
    }

    private string ReadLog(long from)
    {
        if (!File.Exists(_folder.Log)) return "";
        using var log = new FileStream(_folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = from;
        using var reader = new StreamReader(log, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
