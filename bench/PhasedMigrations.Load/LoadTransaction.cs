using Npgsql;

namespace PhasedMigrations.Load;

/// <summary>One kind of small transaction in the mix.</summary>
/// <param name="Name">Shown with the longest stall.</param>
/// <param name="Weight">Its share of all requests, relative to the others' weights.</param>
/// <param name="ExecuteAsync">Gets an open connection and this request's own random numbers, the same in every run with the same seed.</param>
public sealed record LoadTransaction(string Name, int Weight, Func<NpgsqlConnection, Random, CancellationToken, Task> ExecuteAsync);
