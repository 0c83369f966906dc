using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>A row of phased.migrations.</summary>
internal sealed record StoredMigration(
    long Id,
    string Name,
    string DefinitionText,
    string SearchPath,
    string State,
    string? BlockedReason,
    IReadOnlyList<string> ContractSql,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ContractRequestedAt,
    DateTimeOffset? CompletedAt,
    string? LeaseOwner,
    DateTimeOffset? PausedAt,
    DateTimeOffset? CancelledAt,
    string? ControlReason,
    string? PaceText)
{
    public const string Migrating = "migrating";
    public const string Blocked = "blocked";
    public const string AwaitingContract = "awaiting_contract";
    public const string Completed = "completed";

    private const string Select = """
        SELECT id, name, definition::text, search_path, state, blocked_reason,
            ARRAY(SELECT s.value FROM jsonb_array_elements_text(contract_sql) WITH ORDINALITY AS s(value, n) ORDER BY s.n),
            created_at, contract_requested_at, completed_at,
            CASE WHEN lease_until > clock_timestamp() THEN lease_owner END, paused_at, cancelled_at, control_reason, pace::text
        FROM phased.migrations
        """;

    /// <exception cref="InvalidDefinitionException">It was stored by a version that this one does not understand.</exception>
    public PhasedDefinition Definition => DefinitionJson.Read(Name, DefinitionText);

    public static Task<List<StoredMigration>> LoadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.QueryAsync($"{Select} ORDER BY id", [], Read, cancellationToken);

    /// <returns>Null when it was reverted in the meantime.</returns>
    public static async Task<StoredMigration?> ReloadAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken) =>
        (await connection.QueryAsync($"{Select} WHERE id = $1", [id], Read, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private static StoredMigration Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.Nullable<string>(5),
        reader.GetFieldValue<string[]>(6),
        reader.GetFieldValue<DateTimeOffset>(7),
        reader.Nullable<DateTimeOffset?>(8),
        reader.Nullable<DateTimeOffset?>(9),
        reader.Nullable<string>(10),
        reader.Nullable<DateTimeOffset?>(11),
        reader.Nullable<DateTimeOffset?>(12),
        reader.Nullable<string>(13),
        reader.Nullable<string>(14));
}
