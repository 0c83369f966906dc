namespace PhasedMigrations;

/// <summary>What a run is to do.</summary>
public sealed record PhasedRunRequest
{
    /// <summary>The names of the migrations to run; empty means all that are not complete.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>Whether to ask for the contract of these migrations as well, as <see cref="PhasedRunner.RequestContractAsync"/> does.</summary>
    public bool Contract { get; init; }
}
