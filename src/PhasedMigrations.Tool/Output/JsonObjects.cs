using System.Text.Json.Serialization;

namespace PhasedMigrations.Tool.Output;

/// <summary>The closing object when a command was refused or failed.</summary>
internal sealed record ErrorObject(string Message, int ExitCode)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "error";
}

/// <summary>One report of a run.</summary>
internal sealed record ProgressObject
{
    public required string Event { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Migration { get; init; }

    public string? Step { get; init; }

    public long? Done { get; init; }

    public long? Total { get; init; }

    public string? Unit { get; init; }

    public double? PerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    public DateTimeOffset? HeldSince { get; init; }

    public string? Message { get; init; }
}

/// <summary>The closing object of a run or a contract.</summary>
internal sealed record SummaryObject(
    string Outcome, int ExitCode, double Seconds, IReadOnlyList<MigrationResultObject> Migrations)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "summary";
}

internal sealed record MigrationResultObject(string Name, string Outcome, string Message);

/// <summary>One event of the history.</summary>
internal sealed record EventObject(long Id, DateTimeOffset At, string Migration, string Kind, string Message)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "event";

    public static EventObject From(PhasedEvent happened) => new(happened.Id, happened.At, happened.Migration, happened.Kind, happened.Message);
}

/// <summary>One look of <c>watch</c>.</summary>
internal sealed record WatchObject(DateTimeOffset At, IReadOnlyList<StatusObject> Migrations)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "status";
}

/// <summary>The closing object of <c>watch</c>.</summary>
internal sealed record WatchEndObject(int ExitCode)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "end";
}

/// <summary>One sample of <c>traffic</c>.</summary>
internal sealed record SampleObject(DateTimeOffset At, double Transactions, int ActiveSessions, double WalBytes)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "sample";
}

/// <summary>What <c>traffic</c> proposes.</summary>
internal sealed record TrafficObject(int Samples, IReadOnlyList<QuietHoursObject> Windows)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "windows";
}

internal sealed record QuietHoursObject(string Window, double Load, bool IsComplete);

internal sealed record StatusObject
{
    public required string Name { get; init; }

    public required string State { get; init; }

    public string? Phase { get; init; }

    public string? BlockedReason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ContractRequestedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? Owner { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public string? ControlReason { get; init; }

    public PaceObject? Pace { get; init; }

    public required IReadOnlyList<RunnerObject> Runners { get; init; }

    public required IReadOnlyList<StepObject> Steps { get; init; }
}

internal sealed record PaceObject(string? Pace, double? PauseRatio, int? Workers);

internal sealed record RunnerObject(
    string Owner,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    int? Workers,
    double? PauseRatio,
    string? HeldBy,
    DateTimeOffset? HeldSince,
    IReadOnlyList<SignalObject> Signals);

internal sealed record SignalObject(string Name, double? Value, string? Unit);

internal sealed record StepObject(
    string Description,
    bool Done,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    long? RowsDone,
    long? RowsTotal,
    string? Error,
    string? Unit,
    long? UnitsDone,
    long? UnitsTotal,
    double? RowsPerSecond,
    double? SecondsLeft);

internal sealed record PlanObject(string Migration, IReadOnlyList<PlanStepObject> Steps);

internal sealed record PlanStepObject(string Phase, string Description, string Locks, string? Chunks, IReadOnlyList<string> Notes, string Sql);
