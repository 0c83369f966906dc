namespace PhasedMigrations;

/// <summary>
/// Computes columns of a row in C#, for what SQL cannot express. Registered under a name in <see cref="PhasedRunnerOptions.Transforms"/>; the
/// migration holds the name only.
/// </summary>
/// <remarks>
/// It is called by several workers at once, and again for a row that the application has changed meanwhile: the result must depend on nothing but the
/// row, and calling it twice must do no harm. A call that throws leaves its row as it is; the row is reported and all others are done.
/// </remarks>
/// <typeparam name="TRow">
/// What is read: the type of the column where one is read, else a class, record or struct with a constructor parameter or settable property for each
/// column. Names match without regard to case and underscores: <c>phone_e164</c> is <c>PhoneE164</c>.
/// </typeparam>
/// <typeparam name="TValue">What is written: the type of the column where one is written, else a type with a property for each column.</typeparam>
public interface IBackfillTransform<in TRow, TValue>
{
    /// <summary>Computes the new values of one row.</summary>
    /// <param name="row">The columns that are read, as they are stored.</param>
    /// <param name="cancellationToken">Fires when the run may not wait any longer.</param>
    /// <returns>The values. Null sets the column to NULL where one is written, and refuses the row where there are several.</returns>
    ValueTask<TValue> TransformAsync(TRow row, CancellationToken cancellationToken);
}
