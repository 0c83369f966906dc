using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PhasedMigrations.Engine.Tests.Poolers;

/// <summary>
/// A pooler in transaction mode, as small as it can be, and meaner than a real one: it hands each transaction to another session of the server than
/// the one before, so that whatever leans on its session falls.
/// </summary>
public sealed class RotatingPooler : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<ServerSession> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly int _serverPort;
    private readonly int _sessions;
    private int _opened;
    private int _transactions;
    private readonly Task _accepting;

    public RotatingPooler(int serverPort, int sessions)
    {
        (_serverPort, _sessions) = (serverPort, sessions);
        _free = new(sessions);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Transactions => _transactions;

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        try
        {
            var startup = await ReadAsync(stream, hasType: false) ?? throw new EndOfStreamException();
            var session = await TakeAsync(startup);
            await stream.WriteAsync(session.Greeting, _end.Token);
            Give(session);
            while (await ReadAsync(stream, hasType: true) is { } message && message[0] != 'X')
                await TransactionAsync(stream, startup, message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or EndOfStreamException)
        {
            // The client has gone, or the test is over.
        }
    }

    // From the first message to the moment when everything is answered and no transaction is open.
    private async Task TransactionAsync(NetworkStream client, byte[] startup, byte[] first)
    {
        var session = await TakeAsync(startup);
        var isReturned = false;
        try
        {
            Interlocked.Increment(ref _transactions);
            var message = first;
            while (true)
            {
                await session.Stream.WriteAsync(message, _end.Token);
                // Sync and Query are answered by ReadyForQuery, the last one of a transaction with I for idle.
                if (message[0] is (byte)'S' or (byte)'Q' && await AnswerAsync(session, client))
                {
                    isReturned = true;
                    return;
                }

                message = await ReadAsync(client, hasType: true) ?? throw new EndOfStreamException();
            }
        }
        finally
        {
            if (isReturned)
                Give(session);
            else
                Drop(session);
        }
    }

    private async Task<bool> AnswerAsync(ServerSession session, NetworkStream client)
    {
        while (true)
        {
            var message = await ReadAsync(session.Stream, hasType: true) ?? throw new EndOfStreamException();
            await client.WriteAsync(message, _end.Token);
            if (message[0] == 'Z')
                return message[5] == 'I';
        }
    }

    private async Task<ServerSession> TakeAsync(byte[] startup)
    {
        await _free.WaitAsync(_end.Token);
        lock (_idle)
        {
            // As many as there may be; then always the one that has waited longest.
            if (_opened >= _sessions)
                return _idle.Dequeue();
            _opened++;
        }

        var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
        var stream = server.GetStream();
        await stream.WriteAsync(startup, _end.Token);
        using var greeting = new MemoryStream();
        byte[] message;
        do
        {
            message = await ReadAsync(stream, hasType: true) ?? throw new EndOfStreamException();
            greeting.Write(message);
        }
        while (message[0] != 'Z');
        return new(server, stream, greeting.ToArray());
    }

    private void Give(ServerSession session)
    {
        lock (_idle)
            _idle.Enqueue(session);

        _free.Release();
    }

    private void Drop(ServerSession session)
    {
        session.Client.Dispose();
        lock (_idle)
            _opened--;
        _free.Release();
    }

    // Type, length, body; the first message of a client has no type.
    private async Task<byte[]?> ReadAsync(NetworkStream stream, bool hasType)
    {
        var header = new byte[hasType ? 5 : 4];
        if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, _end.Token) < header.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(hasType ? 1 : 0));
        var message = new byte[length + (hasType ? 1 : 0)];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(header.Length), _end.Token);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        foreach (var session in _idle)
            session.Client.Dispose();
        _free.Dispose();
        _end.Dispose();
    }

    private sealed record ServerSession(TcpClient Client, NetworkStream Stream, byte[] Greeting);
}
