using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>Whether an error is about what is in a row: the server refuses it, or the value cannot be written. Other rows may be done.</summary>
internal static class RowRefusal
{
    public static bool Is(Exception error) => error is UnwritableRowException || ServerErrors.IsRowRefused(error);

    public static string Describe(Exception error) => error switch
    {
        PostgresException => ServerErrors.Describe(error),
        UnwritableRowException { InnerException: { } cause } => Describe(cause),
        UnwritableRowException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message}",
    };
}

/// <summary>A row that cannot be written although the server said nothing against it.</summary>
internal sealed class UnwritableRowException(string message, Exception? innerException = null) : Exception(message, innerException);
