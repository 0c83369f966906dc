namespace PhasedMigrations.Tool.Watching;

/// <summary>Shows what is watched, look after look.</summary>
internal interface IWatchView
{
    /// <summary>Shows each snapshot that <paramref name="looks"/> yields, until it ends.</summary>
    Task ShowAsync(IAsyncEnumerable<Snapshot> looks);
}
