using Npgsql;

namespace PhasedMigrations;

/// <summary>A replica that a run asks how far it is behind.</summary>
/// <param name="Name">How status and events call it.</param>
/// <param name="DataSource">Connects to the same database on the replica. The caller disposes it.</param>
public sealed record ReplicaSource(string Name, NpgsqlDataSource DataSource);
