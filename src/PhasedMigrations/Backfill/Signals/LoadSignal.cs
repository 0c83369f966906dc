using PhasedMigrations.PostgreSql;

namespace PhasedMigrations;

/// <summary>Makes signals for <see cref="PhasedRunnerOptions.Signals"/> out of a query or a function.</summary>
public static class LoadSignal
{
    /// <summary>A signal that the database itself tells.</summary>
    /// <param name="name">Lower case with hyphens.</param>
    /// <param name="unit">Of its values.</param>
    /// <param name="sql">
    /// A query that is executed about once a second: its first column is the value, a second one, if there is any, the detail. No row or NULL
    /// means that the signal cannot be read.
    /// </param>
    /// <param name="limits">What happens at which value.</param>
    public static ILoadSignal FromQuery(string name, string unit, string sql, SignalLimits limits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return From(name, unit, limits, async (context, cancellationToken) =>
        {
            var rows = await context.Connection.QueryAsync(
                sql,
                [],
                reader => reader.IsDBNull(0)
                    ? (SignalReading?)null
                    : new(Convert.ToDouble(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), reader.FieldCount > 1 ? reader.Nullable<string>(1) : null),
                cancellationToken).ConfigureAwait(false);
            return rows is [{ } reading, ..] ? reading : throw new InvalidOperationException($"The query of the signal {name} returned no value.");
        });
    }

    /// <summary>A signal that a function tells, such as the load of another system.</summary>
    /// <param name="name">Lower case with hyphens.</param>
    /// <param name="unit">Of its values.</param>
    /// <param name="limits">What happens at which value.</param>
    /// <param name="read">As <see cref="ILoadSignal.ReadAsync"/>.</param>
    public static ILoadSignal From(
        string name, string unit, SignalLimits limits, Func<SignalContext, CancellationToken, ValueTask<SignalReading>> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(read);
        return new FunctionSignal(name, unit, limits, read);
    }

    private sealed class FunctionSignal(
        string name, string unit, SignalLimits limits, Func<SignalContext, CancellationToken, ValueTask<SignalReading>> read) : ILoadSignal
    {
        public string Name => name;

        public string Unit => unit;

        public SignalLimits Limits => limits;

        public ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken) => read(context, cancellationToken);
    }
}
