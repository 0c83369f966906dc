using System.Net;
using System.Net.Sockets;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>
/// Stands between the runner and the server and cuts the line at the worst moment: a COMMIT has reached the server and was executed, its
/// answer never arrives. Every n-th commit meets this fate. Where a batch commits without the word, another one tells it.
/// </summary>
public sealed class CommitCuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _serverPort;
    private readonly int _every;
    private readonly byte[] _marker;
    private readonly Task _accepting;
    private int _commits;
    private int _cuts;

    public CommitCuttingProxy(int serverPort, int every, string marker = "COMMIT")
    {
        (_serverPort, _every, _marker) = (serverPort, every, System.Text.Encoding.ASCII.GetBytes(marker));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => _cuts;

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using var line = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, line.Token);
            var isCut = false;
            var up = PumpAsync(
                client.GetStream(),
                server.GetStream(),
                bytes =>
                {
                    isCut |= IsDoomedCommit(bytes);
                    return true;
                },
                line);
            var down = PumpAsync(server.GetStream(), client.GetStream(), _ => !isCut, line);
            await Task.WhenAll(up, down);
        }
    }

    private bool IsDoomedCommit(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(_marker) < 0 || Interlocked.Increment(ref _commits) % _every != 0)
            return false;
        Interlocked.Increment(ref _cuts);
        return true;
    }

    private delegate bool Inspect(ReadOnlySpan<byte> bytes);

    // Ends the line when either side hangs up or the bytes must not pass.
    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Inspect mayPass, CancellationTokenSource line)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, line.Token) is var read and > 0 && mayPass(buffer.AsSpan(0, read)))
                await to.WriteAsync(buffer.AsMemory(0, read), line.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The other direction has ended the line.
        }

        await line.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        _end.Dispose();
    }
}
