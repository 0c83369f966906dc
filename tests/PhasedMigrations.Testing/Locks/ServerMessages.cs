using System.Collections.Concurrent;
using Npgsql;

namespace PhasedMigrations.Testing.Locks;

/// <summary>What the server says at DEBUG1 about the work it does: <c>verifying table "…"</c>, <c>building index "…"</c>.</summary>
internal sealed class ServerMessages
{
    private readonly ConcurrentQueue<string> _messages = new();

    /// <remarks>Npgsql resets the setting when the connection goes back to its pool.</remarks>
    public static async Task<ServerMessages> ListenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var messages = new ServerMessages();
        connection.Notice += (_, notice) => messages._messages.Enqueue(notice.Notice.MessageText);
        await using var command = new NpgsqlCommand("SET client_min_messages = debug1", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return messages;
    }

    public void Clear() => _messages.Clear();

    public IReadOnlyList<string> Take()
    {
        var taken = _messages.ToArray();
        _messages.Clear();
        return taken;
    }
}
