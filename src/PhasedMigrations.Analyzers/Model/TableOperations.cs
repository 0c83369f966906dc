using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Model;

/// <summary>A table that is born as a partition: its parent is locked. The table itself is a <see cref="CreateTable"/> of its own.</summary>
internal sealed record CreatePartition(TableName? Parent, TableName? Partition) : Operation;

internal sealed record AttachPartition(TableName? Parent, TableName? Partition) : Operation;

internal sealed record DetachPartition(TableName? Parent, TableName? Partition, bool IsConcurrent) : Operation;

internal sealed record TruncateTable(TableName? Table, bool IsCascade) : Operation;

/// <summary>A command that writes the whole table anew.</summary>
/// <param name="Command">For messages: VACUUM FULL, CLUSTER, SET TABLESPACE, ….</param>
internal sealed record RewriteTable(TableName? Table, string Command) : Operation;

internal sealed record RefreshMaterializedView(TableName? View, bool IsConcurrent) : Operation;

/// <summary>LOCK TABLE. A null mode is unknown.</summary>
internal sealed record LockTable(TableName? Table, LockMode? Mode) : Operation;

/// <summary>A trigger is created, dropped, enabled or disabled.</summary>
internal sealed record ChangeTrigger(TableName? Table, string? Name, bool IsDropped) : Operation;

/// <summary>DROP … CASCADE of anything: what depends on it goes too.</summary>
/// <param name="Kind">For messages: TABLE, TYPE, ….</param>
internal sealed record DropDependents(string Kind) : Operation;
