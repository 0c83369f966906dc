namespace PhasedMigrations.Tool.Connections;

/// <summary>The replicas that a run asks how late they are, for as long as it takes.</summary>
internal sealed class OpenReplicas(IReadOnlyList<ReplicaSource> sources) : IAsyncDisposable
{
    public IReadOnlyList<ReplicaSource> Sources => sources;

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in sources)
            await replica.DataSource.DisposeAsync().ConfigureAwait(false);
    }
}
