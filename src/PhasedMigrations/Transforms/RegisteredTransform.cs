namespace PhasedMigrations.Transforms;

/// <summary>A transform without its types.</summary>
internal abstract record RegisteredTransform(string Name, Type Row, Type Value)
{
    public abstract ValueTask<object?> TransformAsync(object? row, CancellationToken cancellationToken);
}

internal sealed record RegisteredTransform<TRow, TValue>(string Name, Func<TRow, CancellationToken, ValueTask<TValue>> Transform)
    : RegisteredTransform(Name, typeof(TRow), typeof(TValue))
{
    public override async ValueTask<object?> TransformAsync(object? row, CancellationToken cancellationToken) =>
        await Transform((TRow)row!, cancellationToken).ConfigureAwait(false);
}
